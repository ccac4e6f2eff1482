internal import Synchronization
internal import TaskGraph

/// The tasks that one worker was handed and has not reported.
///
/// The worker claims one after the other without a lock. Another that has nothing to do may *close* the
/// batch: it reports what the owner has finished and gives back what the owner has not begun, and the owner
/// finds nothing more to claim. So a batch never holds up anybody, however long one of its tasks turns out to
/// be.
///
/// `@unchecked Sendable`: `tasks`, `count` and `reported` are written under the run's lock only. Without it
/// only the owner reads, and only tasks that it has claimed; the owner itself is the one who fills the batch
/// anew.
final class Batch: @unchecked Sendable {
    /// The most tasks that a batch holds.
    static let capacity = 256

    /// As many claims as nobody makes: the batch is closed.
    private static let closed = Int.max / 2

    /// How many claims the owner has made; all but the last one's tasks have ended.
    ///
    /// Results are published by claiming.
    private let claims = Atomic<Int>(closed)
    private let tasks = UnsafeMutablePointer<Position>.allocate(capacity: capacity)
    /// How many tasks were handed out and not given back.
    private var count = 0
    /// How many of them, from the first, were reported.
    private var reported = 0

    deinit {
        tasks.deallocate()
    }

    /// The next task to run.
    ///
    /// For the owner, without the lock.
    ///
    /// - Parameter filled: how many tasks the batch was filled with.
    /// - Returns: nil if there is none left or the batch was closed.
    func claim(of filled: Int) -> Position? {
        let number = claims.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
        return number < filled ? tasks[number] : nil
    }

    /// Takes up to `limit` ready tasks, and opens the batch.
    ///
    /// For the owner, with the lock.
    ///
    /// - Returns: how many tasks there are.
    func fill(from state: inout ExecutionState, upTo limit: Int) -> Int {
        count = 0
        reported = 0
        while count < min(limit, Self.capacity), let task = state.next() {
            tasks[count] = task
            count += 1
        }
        claims.store(0, ordering: .releasing)
        return count
    }

    /// Reports what has ended, gives back what was not begun, and closes the batch.
    ///
    /// With the lock.
    ///
    /// The last task first, so that what the most urgent task makes ready ends on top.
    ///
    /// - Parameters:
    ///   - state: is told.
    ///   - ownerIsRunning: whether the last task claimed may still be running, as it may for anybody but the
    ///     owner. It is then left to the owner to report.
    ///   - failure: what the last task claimed threw.
    ///   - released: gets the tasks whose results nobody will read any more.
    func close(
        reportingTo state: inout ExecutionState, ownerIsRunning: Bool, failure: TaskFailure? = nil,
        releasing released: inout [Position]
    ) {
        let claimed = min(claims.exchange(Self.closed, ordering: .acquiringAndReleasing), count)
        for number in (claimed..<count).reversed() {
            state.giveBack(tasks[number], releasing: &released)
        }
        count = claimed

        let ended = max(reported, ownerIsRunning ? claimed - 1 : claimed)
        for number in (reported..<ended).reversed() {
            if let failure, number == claimed - 1 {
                state.fail(tasks[number], with: failure, releasing: &released)
            } else {
                state.finish(tasks[number], releasing: &released)
            }
        }
        reported = ended
    }
}
