internal import Synchronization
internal import TaskGraph

/// The tasks that are assigned to one worker and not yet reported.
///
/// The worker, which owns the batch, claims one task after another without a lock. An idle worker may *close* the
/// batch: it reports the tasks that the owner has finished and returns those that the owner has not started, so that
/// the owner finds no further task to claim. A long task therefore never delays the other tasks of its batch.
///
/// `@unchecked Sendable`: `tasks`, `count` and `reported` are written only under the lock of the session. Without the
/// lock, only the owner reads, and only tasks that it has claimed. Only the owner refills the batch.
final class Batch: @unchecked Sendable {
    /// The maximum number of tasks in a batch.
    static let capacity = 256

    /// The number of claims that marks a closed batch; no owner makes as many.
    private static let closed = Int.max / 2

    /// The number of claims of the owner; all claimed tasks except possibly the last have finished.
    ///
    /// A claim also publishes the results of the previous tasks.
    private let claims = Atomic<Int>(closed)
    private let tasks = UnsafeMutablePointer<Position>.allocate(capacity: capacity)
    /// The number of tasks assigned and not returned.
    private var count = 0
    /// The number of these tasks that were reported, counted from the first.
    private var reported = 0

    deinit {
        tasks.deallocate()
    }

    /// Claims the next task to run.
    ///
    /// Called by the owner without the lock.
    ///
    /// - Parameter filled: The number of tasks that the batch was filled with.
    /// - Returns: The task; nil if no task is left or the batch was closed.
    func claim(of filled: Int) -> Position? {
        let number = claims.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
        return number < filled ? tasks[number] : nil
    }

    /// Fills the batch with up to `limit` ready tasks and opens it.
    ///
    /// Called by the owner with the lock held.
    ///
    /// - Returns: The number of tasks in the batch.
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

    /// Reports finished tasks, returns tasks that were not started, and closes the batch.
    ///
    /// Called with the lock held. Tasks are reported in reverse order, so that the tasks made ready by the most
    /// urgent one are taken next.
    ///
    /// - Parameters:
    ///   - state: The state machine.
    ///   - ownerIsRunning: Whether the last claimed task may still be running, in which case the owner reports it
    ///     later. True unless the owner closes the batch.
    ///   - failure: The failure of the last claimed task.
    ///   - released: Receives the tasks whose results are no longer needed.
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
