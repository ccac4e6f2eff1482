import LinearAlgebra
import TaskGraph

/// An observer that sets the number of concurrent tasks for linear algebra, and forwards all events to another
/// observer.
struct SearchObserver: TaskObserver {
    private let next: (any TaskObserver)?

    init(_ next: (any TaskObserver)?) { self.next = next }

    func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int) {
        next?.runWillStart(graph, taskCount: taskCount, workers: workers)
    }

    func taskDidStart(_ task: TaskID, worker: Int) {
        BLASThreads.taskDidStart()
        next?.taskDidStart(task, worker: worker)
    }

    func taskDidFinish(_ event: TaskEvent) {
        BLASThreads.taskDidFinish()
        next?.taskDidFinish(event)
    }

    func runDidEnd(tasksRun: Int, seconds: Double) {
        next?.runDidEnd(tasksRun: tasksRun, seconds: seconds)
    }
}
