/// Is told what happens in a run: for progress, task streams and reports.
///
/// Methods are called on the threads that run the tasks, at the same time for different tasks, so they must
/// be quick; within a task, and within a worker, in order. Every run that starts ends, and every task that
/// starts finishes, whether it fails, the run is cancelled, or neither. A task that fails because another did
/// never starts.
///
/// Each method does nothing unless implemented.
public protocol TaskObserver: Sendable {
    /// The run is about to start `taskCount` tasks of `graph` on `workers` workers.
    func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int)

    /// A worker (from 0 up) starts a task.
    func taskDidStart(_ task: TaskID, worker: Int)

    /// A worker has ended a task.
    func taskDidFinish(_ event: TaskEvent)

    /// The run is over after `tasksRun` tasks and `seconds`.
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

/// One task's run on one worker.
public struct TaskEvent: Sendable {
    /// The task that ran.
    public let task: TaskID
    /// The worker that ran it, from 0 up.
    public let worker: Int
    /// When it started, in seconds since the run did.
    public let startSeconds: Double
    /// When it ended, in seconds since the run started.
    public let endSeconds: Double
    /// Why it has no result; nil if it has one.
    public let failure: TaskFailure?

    /// Makes an event from its parts.
    public init(
        task: TaskID, worker: Int, startSeconds: Double, endSeconds: Double, failure: TaskFailure?
    ) {
        self.task = task
        self.worker = worker
        self.startSeconds = startSeconds
        self.endSeconds = endSeconds
        self.failure = failure
    }
}
