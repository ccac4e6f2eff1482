import Locking

/// A way to end a search early, with the results so far.
///
/// ```swift
/// let stop = SearchStop(after: .seconds(60))
/// let found = try await search.fit(data, on: scheduler, until: stop)
/// if found.isStopped { print("best of \(found.candidates.count) candidates") }
/// ```
///
/// A limit in tasks ends a search after the same candidates on every scheduler and any number of workers, unlike one in time.
///
/// Candidates that are not scored on every split by then are dropped. The best of the others is refitted. Cancelling the
/// task, by contrast, ends a search without results.
public final class SearchStop: Sendable {
    private let state = Lock(State())

    /// When the search ends by itself; nil for never.
    let deadline: ContinuousClock.Instant?

    private struct State {
        var isStopped = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var count = 0
        var tasksLeft: Int?
    }

    /// Creates a stop.
    ///
    /// - Parameter duration: The time after which the search ends by itself; nil for never. It begins now.
    public init(after duration: Duration? = nil) {
        deadline = duration.map { ContinuousClock.now + $0 }
    }

    /// Creates a stop after a number of tasks, as a search counts them after merging and sharing.
    ///
    /// Before candidates are evaluated, the tasks that they need are counted. They are evaluated in their order as long as
    /// all tasks of a candidate are within the limit. In a race, those of a whole round must be. The refit is not counted.
    ///
    /// - Parameter limit: The greatest number of tasks.
    /// - Precondition: The limit is not negative.
    public init(afterTasks limit: Int) {
        precondition(limit >= 0, "the limit of tasks must not be negative")
        deadline = nil
        state.withLock { $0.tasksLeft = limit }
    }

    /// The number of tasks within the limit that are not taken; nil without a limit.
    var tasksLeft: Int? { state.withLock { $0.tasksLeft } }

    /// Takes tasks from the limit, if that many are left; returns whether they are.
    func take(_ tasks: Int) -> Bool {
        state.withLock { state in
            guard let left = state.tasksLeft else { return true }
            guard tasks <= left else { return false }
            state.tasksLeft = left - tasks
            return true
        }
    }

    /// Whether the search should end, or has ended.
    public var isStopped: Bool {
        state.withLock { $0.isStopped } || deadline.map { $0 <= ContinuousClock.now } ?? false
    }

    /// Ends the search.
    public func stop() {
        let actions = state.withLock { state in
            defer { state.actions = [:] }
            state.isStopped = true
            return state.actions.values
        }
        for action in actions { action() }
    }

    /// Runs `body`, and calls `action` once if the search should end before that has returned.
    func whileRunning<Value: Sendable>(
        onStop action: @escaping @Sendable () -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        let number: Int? = state.withLock { state in
            guard !state.isStopped else { return nil }
            state.count += 1
            state.actions[state.count] = action
            return state.count
        }
        guard let number else {
            action()
            return try await body()
        }
        let timer = deadline.map { deadline in
            Task {
                try await Task.sleep(until: deadline)
                self.stop()
            }
        }
        defer {
            timer?.cancel()
            state.withLock { $0.actions[number] = nil }
        }
        return try await body()
    }
}
