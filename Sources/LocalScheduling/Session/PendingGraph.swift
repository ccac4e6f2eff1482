internal import Locking
internal import Machine
internal import TaskGraph

/// A graph that was submitted to a session, and how its submission ends.
///
/// `@unchecked Sendable`: all variables are guarded by the lock of the session; everything else is constant or has its
/// own lock.
final class PendingGraph: @unchecked Sendable {
    /// How far the session is with the graph.
    enum Stage {
        /// The graph is in the queue.
        case queued(TaskGraph)
        /// A worker orders its tasks.
        case admitting
        /// The tasks run.
        case admitted(AdmittedGraph)
        /// All tasks have ended; the session holds the outputs under the submission's number.
        case ended(number: Int)
        /// The session knows nothing of the graph any more.
        case over
    }

    let outputs: [TaskID]
    let inOrder: Bool
    let priority: Int
    let onEvent: RunEvent.Handler?
    let context: TaskContext

    /// The time of the submission, by the clock of the workers and by that of events.
    let start = MonotonicClock.nanoseconds
    let instant = ContinuousClock.now

    var stage: Stage

    /// Whether the submission was cancelled before its tasks were ordered.
    var isCancelledEarly = false

    /// The error for which the session cancelled the submission.
    var refusal: LocalSchedulingError?

    private let cancellation = CancellationFlag()
    private let ending = Lock(Ending())

    /// The way in which the submission ended, and what waits for that.
    private struct Ending {
        var outcome: Result<RunResult, any Error>?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, cores: Cores,
        onEvent: RunEvent.Handler?
    ) {
        stage = .queued(graph)
        self.outputs = outputs
        self.inOrder = inOrder
        self.priority = priority
        self.onEvent = onEvent
        context = TaskContext(cancellation: cancellation, cores: cores)
    }

    /// Lets running operations see that they are cancelled.
    func interrupt() { cancellation.cancel() }

    /// Whether ``interrupt()`` was called.
    var isInterrupted: Bool { cancellation.isCancelled }

    /// Ends the submission; only the first call counts.
    ///
    /// - Returns: What waits for the end.
    func end(_ outcome: Result<RunResult, any Error>) -> [CheckedContinuation<Void, Never>] {
        ending.withLock { ending in
            guard ending.outcome == nil else { return [] }
            ending.outcome = outcome
            defer { ending.waiting = [] }
            return ending.waiting
        }
    }

    /// Waits until the submission ends.
    func result() async throws -> RunResult {
        await withCheckedContinuation { continuation in
            let hasEnded = ending.withLock { ending in
                if ending.outcome == nil { ending.waiting.append(continuation) }
                return ending.outcome != nil
            }
            if hasEnded { continuation.resume() }
        }
        guard let outcome = ending.withLock({ $0.outcome }) else {
            preconditionFailure("a submission that has ended has an outcome")
        }
        return try outcome.get()
    }
}
