/// A scheduler of task graphs.
///
/// Schedulers differ in where tasks run, but not in the results: for the same graph of pure operations, every scheduler
/// returns the same results and the same failures, bit for bit.
public protocol Scheduler: Sendable {
    /// The maximum number of tasks that run at the same time.
    var workers: Int { get }

    /// The name of the scheduler on the command line: `serial`, `threads`.
    var name: String { get }

    /// Whether tasks run in this process, so that they may use its files. True by default.
    var runsInProcess: Bool { get }

    /// Opens a session, to which graphs are submitted as they come.
    ///
    /// - Parameter memoryLimit: The maximum bytes of results and running tasks, by the estimates of the operations and
    ///   without data sources; nil for no limit. A task waits while it would exceed the limit and others run.
    ///   Distributed schedulers, whose workers have their own limits, ignore it.
    /// - Returns: A session, to be closed with ``Session/close()``.
    /// - Throws: An error of the scheduler itself.
    func open(memoryLimit: Int?) async throws -> any Session
}

extension Scheduler {
    /// True.
    public var runsInProcess: Bool { true }

    /// Opens a session without a memory limit.
    public func open() async throws -> any Session { try await open(memoryLimit: nil) }

    /// Runs the tasks that `outputs` need, each once, and returns the results of `outputs`.
    ///
    /// This is a session of one submission. Other results are released as soon as the last task that reads them has
    /// ended. An output may be listed twice, and may be an input of others.
    ///
    /// If the calling task is cancelled, no further operation starts, running operations see it in their context, and
    /// `run` throws once they have returned.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - outputs: The tasks whose results are requested.
    ///   - memoryLimit: The limit, as for ``open(memoryLimit:)``.
    ///   - onEvent: Receives the events of the run.
    /// - Throws: `CancellationError`, or an error of the scheduler itself. Failures of tasks are part of the result.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> RunResult {
        try Task.checkCancellation()
        let session = try await open(memoryLimit: memoryLimit)
        let submission: any Submission
        do {
            submission = try session.submit(graph, outputs: outputs, onEvent: onEvent)
        } catch {
            await session.close()
            throw error
        }
        let result: Result<RunResult, any Error>
        do {
            result = .success(
                try await withTaskCancellationHandler {
                    try await submission.result()
                } onCancel: {
                    submission.cancel()
                })
        } catch {
            result = .failure(error)
        }
        // A closed session has no results to release one by one.
        await session.close()
        withExtendedLifetime(submission) {}
        return try result.get()
    }
}
