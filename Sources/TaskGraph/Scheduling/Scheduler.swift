/// Runs graphs.
///
/// Schedulers differ in where tasks run, never in what comes out: for the same graph, and operations that are
/// pure functions, every scheduler gives the same results and the same failures, bit for bit.
public protocol Scheduler: Sendable {
    /// How many tasks may run at the same time.
    var workers: Int { get }

    /// What the scheduler is called on the command line: `serial`, `threads`.
    var name: String { get }

    /// Runs the tasks that `outputs` need, each once, and returns the results of `outputs`.
    ///
    /// Other results are dropped as soon as the last task that reads them has ended. An output may be given
    /// twice, and may be an input of others.
    ///
    /// If the calling task is cancelled no further operation starts, those that are running see it in their
    /// context, and `run` throws once they have returned.
    ///
    /// - Parameters:
    ///   - graph: the tasks.
    ///   - outputs: the tasks whose results are wanted.
    ///   - observer: told of what happens, while it happens.
    /// - Throws: `CancellationError`, or an error of the scheduler itself. Failures of tasks are part of the
    ///   result.
    func run(
        _ graph: TaskGraph, outputs: [TaskID], observer: (any TaskObserver)?
    ) async throws -> RunResult
}

extension Scheduler {
    /// Runs the tasks that `outputs` need, unobserved.
    public func run(_ graph: TaskGraph, outputs: [TaskID]) async throws -> RunResult {
        try await run(graph, outputs: outputs, observer: nil)
    }
}
