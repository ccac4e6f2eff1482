/// A running scheduler, to which graphs are submitted as they come.
///
/// A session knows the tasks of all graphs by their keys. A task that is waiting or running, or whose result is still
/// held, is not computed again, whichever submission needs it.
///
/// ```swift
/// let session = try await ThreadedScheduler().open()
/// let first = try session.submit(graph, outputs: [mean])
/// let second = try session.submit(larger, outputs: [variance])  // reuses what the graphs share
/// let result = try await second.result()
/// await session.close()
/// ```
public protocol Session: AnyObject, Sendable {
    /// The maximum number of tasks that run at the same time.
    var workers: Int { get }

    /// Adds the tasks that `outputs` need, and returns at once.
    ///
    /// Tasks with inputs in memory run in the order of their submissions, those of a higher priority first.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - outputs: The tasks whose results are requested.
    ///   - inOrder: Whether the outputs are computed in the order in which they are listed, as far as possible, so that
    ///     the first of them arrive early. Otherwise, one branch of the graph is computed after another, which holds
    ///     fewer results. Distributed schedulers have an order of their own.
    ///   - priority: Tasks of a higher priority start first.
    ///   - onEvent: Receives the events of the tasks that this submission adds.
    /// - Returns: The submission, which holds the results of its outputs as long as it is referred to.
    /// - Throws: Errors of the scheduler itself, for example after ``close()``.
    func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, onEvent: RunEvent.Handler?
    ) throws -> any Submission

    /// Cancels what has not ended, and waits until the running operations have returned.
    func close() async
}

extension Session {
    /// Adds the tasks that `outputs` need, and returns at once.
    public func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool = false, priority: Int = 0,
        onEvent: RunEvent.Handler? = nil
    ) throws -> any Submission {
        try submit(graph, outputs: outputs, inOrder: inOrder, priority: priority, onEvent: onEvent)
    }
}

/// A graph that was submitted to a ``Session``.
///
/// The session keeps the results of its outputs as long as somebody refers to the submission. When the last reference
/// ends, results that no other submission needs are released, and tasks that have not started are cancelled.
public protocol Submission: AnyObject, Sendable {
    /// Waits for all outputs.
    ///
    /// If the calling task is cancelled, the submission is not.
    ///
    /// - Throws: `CancellationError` if the submission was cancelled, or the session closed, before all outputs had
    ///   ended; errors of the scheduler itself. Failures of tasks are part of the result.
    func result() async throws -> RunResult

    /// Cancels the submission: tasks that no other submission needs do not start.
    ///
    /// Its running operations see it in their context, unless another submission needs some of its tasks.
    func cancel()
}

/// A graph was submitted to a session that is closed.
public struct SessionClosedError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Creates an error.
    public init() {}

    /// `the session is closed; open another one`.
    public var description: String { "the session is closed; open another one" }
}
