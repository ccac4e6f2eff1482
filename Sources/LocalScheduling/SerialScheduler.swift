public import TaskGraph

/// Runs one task after another.
///
/// # Policy
///
/// One thread takes the most urgent ready task, runs it, drops what is not needed any more, and goes on. That
/// is all: it is the scheduler that others are compared with, and the one to debug an operation with.
///
/// The thread is owned by the run, rather than the caller's, so that long operations do not hold up Swift's
/// cooperative pool and have the stack that LAPACK wants.
public struct SerialScheduler: Scheduler {
    /// 1.
    public var workers: Int { 1 }

    /// `serial`.
    public var name: String { "serial" }

    /// Makes the scheduler.
    public init() {}

    /// Runs the tasks that `outputs` need; see `Scheduler.run`.
    ///
    /// - Throws: `CancellationError`; `LocalSchedulingError` if no thread could be started.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult {
        try await OwnedThread.run { cancellation in
            let storage = RunStorage(graph, outputs: outputs, observer: observer, cancellation: cancellation)
            // One task at a time: a limit of memory would hold up nothing.
            var state = ExecutionState(storage.order, outputs: outputs)
            var released: [Position] = []
            storage.begin(workers: 1)
            var clock = MonotonicClock.nanoseconds
            while !cancellation.isCancelled, let task = state.next() {
                if let failure = storage.execute(task, worker: 0, clock: &clock) {
                    state.fail(task, with: failure, releasing: &released)
                } else {
                    state.finish(task, releasing: &released)
                }
                storage.drop(&released)
            }
            if cancellation.isCancelled { state.cancel() }
            return try storage.end(state)
        }
    }
}
