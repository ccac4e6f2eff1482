import TaskGraph

/// An observer that keeps what it is told.
final class EventLog: TaskObserver {
    struct Contents {
        var begun: [(taskCount: Int, workers: Int)] = []
        var started: [(task: TaskID, worker: Int)] = []
        var finished: [TaskEvent] = []
        var ended: [(tasksRun: Int, seconds: Double)] = []
        /// The task that each worker runs.
        var current: [Int: TaskID] = [:]
        /// What must not happen: a worker that starts a task while it runs one, or finishes another.
        var disorder = 0
    }

    private let log = Locked(Contents())

    var contents: Contents { log.withLock { $0 } }

    func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int) {
        log.withLock { $0.begun.append((taskCount, workers)) }
    }

    func taskDidStart(_ task: TaskID, worker: Int) {
        log.withLock {
            if $0.current[worker] != nil || $0.begun.count != 1 || !$0.ended.isEmpty { $0.disorder += 1 }
            $0.current[worker] = task
            $0.started.append((task, worker))
        }
    }

    func taskDidFinish(_ event: TaskEvent) {
        log.withLock {
            if $0.current[event.worker] != event.task { $0.disorder += 1 }
            $0.current[event.worker] = nil
            $0.finished.append(event)
        }
    }

    func runDidEnd(tasksRun: Int, seconds: Double) {
        log.withLock { $0.ended.append((tasksRun, seconds)) }
    }
}
