/// An observer of a run, for progress, task streams and reports.
///
/// Methods are called on the threads that run the tasks, concurrently for different tasks, so they must return quickly.
/// Calls for the same task, or the same worker, are in order. Every run that starts ends, and every task that starts
/// finishes, even if it fails or the run is cancelled. A task that fails because of another task never starts.
///
/// By default, each method does nothing.
public protocol TaskObserver: Sendable {
    /// Called before the run starts `taskCount` tasks of `graph` on `workers` workers.
    func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int)

    /// Called when a worker, numbered from 0, starts a task.
    func taskDidStart(_ task: TaskID, worker: Int)

    /// Called when a worker has ended a task.
    func taskDidFinish(_ event: TaskEvent)

    /// Called after the run, with the number of tasks that ran and the duration in seconds.
    func runDidEnd(tasksRun: Int, seconds: Double)
}

extension TaskObserver {
    /// Does nothing.
    public func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int) {}
    /// Does nothing.
    public func taskDidStart(_ task: TaskID, worker: Int) {}
    /// Does nothing.
    public func taskDidFinish(_ event: TaskEvent) {}
    /// Does nothing.
    public func runDidEnd(tasksRun: Int, seconds: Double) {}
}

/// The run of one task on one worker.
public struct TaskEvent: Sendable {
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

    /// Creates an event from its parts.
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
