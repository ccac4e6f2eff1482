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
    ///   - memoryLimit: the bytes that results and running tasks may take, by the estimates of the operations and
    ///     without the data that the graph starts from; nil for no limit. A task waits while it would exceed the limit
    ///     and others run. Schedulers of other machines, whose workers have limits of their own, take no notice.
    ///   - observer: told of what happens, while it happens.
    /// - Throws: `CancellationError`, or an error of the scheduler itself. Failures of tasks are part of the
    ///   result.
    func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult
}

extension Scheduler {
    /// Runs the tasks that `outputs` need, without a limit of memory.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], observer: (any TaskObserver)? = nil
    ) async throws -> RunResult {
        try await run(graph, outputs: outputs, memoryLimit: nil, observer: observer)
    }
}
