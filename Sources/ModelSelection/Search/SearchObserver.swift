import LinearAlgebra
import TaskGraph

/// Tells the linear algebra how many tasks run, and passes everything on to the user's observer.
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
