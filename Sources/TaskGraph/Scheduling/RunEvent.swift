/// What happens during a run, for progress, task streams and reports.
///
/// A run passes its events to a function (``Handler``), on the threads that run the tasks, concurrently for different
/// tasks. The function must return quickly. Events of the same task, or of the same worker, are in order. Every run that
/// is planned ends, and every task that starts finishes, even if it fails or the run is cancelled. A task that fails
/// because of another task never starts. Nothing that is computed depends on events.
///
/// A program that reads the events at its own speed puts them into an `AsyncStream` with a bounded buffer, so that a slow
/// reader neither slows the run nor takes more and more memory:
///
/// ```swift
/// let (events, continuation) = AsyncStream<RunEvent>.makeStream(bufferingPolicy: .bufferingNewest(10_000))
/// let reader = Task {
///     for await case .finished(let run) in events { print(graph.name(of: run.task), run.worker) }
/// }
/// let result = try await scheduler.run(graph, outputs: outputs) { continuation.yield($0) }
/// continuation.finish()
/// ```
public enum RunEvent: Sendable {
    /// The tasks to run are known, and start next.
    case planned(RunStart)

    /// A worker, numbered from 0, starts a task.
    case started(TaskID, worker: Int)

    /// A worker has ended a task, which has a result or has failed.
    case finished(TaskRun)

    /// The result of an output has arrived, once for each output that was computed.
    ///
    /// Outputs that fail, or that the session held before, have no such event; ``RunResult`` has both. If the run is
    /// cancelled, the results that have arrived are thus not lost.
    case arrived(TaskID, any Sendable)

    /// The run has ended, after a number of tasks and a duration in seconds.
    case ended(tasksRun: Int, seconds: Double)

    /// A function that receives the events of a run.
    public typealias Handler = @Sendable (RunEvent) -> Void
}

/// The start of a run.
public struct RunStart: Sendable {
    /// The graph of the tasks.
    public let graph: TaskGraph

    /// The number of tasks to run.
    public let taskCount: Int

    /// The maximum number of tasks that run at the same time.
    public let workers: Int

    /// The time from which the times of the events are counted.
    public let instant: ContinuousClock.Instant

    /// Creates the start of a run from its parts.
    package init(
        _ graph: TaskGraph, taskCount: Int, workers: Int, instant: ContinuousClock.Instant
    ) {
        self.graph = graph
        self.taskCount = taskCount
        self.workers = workers
        self.instant = instant
    }
}

/// The run of one task on one worker.
public struct TaskRun: Sendable {
    /// The task that ran.
    public let task: TaskID
    /// The worker that ran it, numbered from 0.
    public let worker: Int
    /// The start time, in seconds since the start of the run.
    public let startSeconds: Double
    /// The end time, in seconds since the start of the run.
    public let endSeconds: Double
    /// The failure; nil if the task has a result.
    public let failure: TaskFailure?

    /// The duration in seconds.
    public var seconds: Double { endSeconds - startSeconds }

    /// Creates the run of a task from its parts.
    package init(
        task: TaskID, worker: Int, startSeconds: Double, endSeconds: Double, failure: TaskFailure?
    ) {
        self.task = task
        self.worker = worker
        self.startSeconds = startSeconds
        self.endSeconds = endSeconds
        self.failure = failure
    }
}
