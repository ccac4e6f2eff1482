/// A scheduler of task graphs.
///
/// Schedulers differ in where tasks run, but not in the results: for the same graph of pure operations, every scheduler
/// returns the same results and the same failures, bit for bit.
public protocol Scheduler: Sendable {
    /// The maximum number of tasks that run at the same time.
    var workers: Int { get }

    /// The name of the scheduler on the command line: `serial`, `threads`.
    var name: String { get }

    /// Runs the tasks that `outputs` need, each once, and returns the results of `outputs`.
    ///
    /// Other results are released as soon as the last task that reads them has ended. An output may be listed twice,
    /// and may be an input of others.
    ///
    /// If the calling task is cancelled, no further operation starts, running operations see it in their context, and
    /// `run` throws once they have returned.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - outputs: The tasks whose results are requested.
    ///   - memoryLimit: The maximum bytes of results and running tasks, by the estimates of the operations and without
    ///     data sources; nil for no limit. A task waits while it would exceed the limit and others run. Distributed
    ///     schedulers, whose workers have their own limits, ignore it.
    ///   - observer: Receives events during the run.
    /// - Throws: `CancellationError`, or an error of the scheduler itself. Failures of tasks are part of the result.
    func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult
}

extension Scheduler {
    /// Runs the tasks that `outputs` need, without a memory limit.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], observer: (any TaskObserver)? = nil
    ) async throws -> RunResult {
        try await run(graph, outputs: outputs, memoryLimit: nil, observer: observer)
    }
}
