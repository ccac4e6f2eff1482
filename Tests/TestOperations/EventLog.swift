import TaskGraph

/// An observer that keeps what it is told.
package final class EventLog: TaskObserver {
    package struct Contents: Sendable {
        package var begun: [(taskCount: Int, workers: Int)] = []
        package var started: [(task: TaskID, worker: Int)] = []
        package var finished: [TaskEvent] = []
        package var ended: [(tasksRun: Int, seconds: Double)] = []
        /// The task that each worker runs.
        package var current: [Int: TaskID] = [:]
        /// What must not happen: a worker that starts a task while it runs one, or finishes another.
        package var disorder = 0
    }

    private let log = Locked(Contents())

    package init() {}

    package var contents: Contents { log.withLock { $0 } }

    package func runWillStart(_ graph: TaskGraph, taskCount: Int, workers: Int) {
        log.withLock { $0.begun.append((taskCount, workers)) }
    }

    package func taskDidStart(_ task: TaskID, worker: Int) {
        log.withLock {
            if $0.current[worker] != nil || $0.begun.count != 1 || !$0.ended.isEmpty { $0.disorder += 1 }
            $0.current[worker] = task
            $0.started.append((task, worker))
        }
    }

    package func taskDidFinish(_ event: TaskEvent) {
        log.withLock {
            if $0.current[event.worker] != event.task { $0.disorder += 1 }
            $0.current[event.worker] = nil
            $0.finished.append(event)
        }
    }

    package func runDidEnd(tasksRun: Int, seconds: Double) {
        log.withLock { $0.ended.append((tasksRun, seconds)) }
    }
}
