import Synchronization
import Trellis

/// A thread-safe counter of the finished tasks of a run.
final class ProgressMeter: TaskObserver {
    private let finished = Atomic<Int>(0)
    private let total = Atomic<Int>(0)
    private let failed = Atomic<Int>(0)

    /// The numbers of finished tasks, of all tasks, and of failed tasks.
    var counts: (finished: Int, total: Int, failed: Int) {
        (
            finished.load(ordering: .relaxed), total.load(ordering: .relaxed),
            failed.load(ordering: .relaxed)
        )
    }

    func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int) {
        finished.store(0, ordering: .relaxed)
        failed.store(0, ordering: .relaxed)
        total.store(taskCount, ordering: .relaxed)
    }

    func taskDidFinish(_ event: TaskEvent) {
        if event.failure != nil { failed.wrappingAdd(1, ordering: .relaxed) }
        finished.wrappingAdd(1, ordering: .relaxed)
    }
}
