import TaskGraph

/// A log of the events of a run.
package final class EventLog: Sendable {
    package struct Contents: Sendable {
        package var begun: [(taskCount: Int, workers: Int)] = []
        package var started: [(task: TaskID, worker: Int)] = []
        package var finished: [TaskRun] = []
        package var arrived: [(task: TaskID, value: any Sendable)] = []
        package var ended: [(tasksRun: Int, seconds: Double)] = []
        /// The task that each worker runs.
        package var current: [Int: TaskID] = [:]
        /// What must not happen: a worker that starts a task while it runs one, or finishes another.
        package var disorder = 0
    }

    private let log = Locked(Contents())

    package init() {}

    package var contents: Contents { log.withLock { $0 } }

    /// Keeps an event.
    package func receive(_ event: RunEvent) {
        log.withLock { log in
            switch event {
            case .planned(let start): log.begun.append((start.taskCount, start.workers))
            case .started(let task, let worker):
                if log.current[worker] != nil || log.begun.count != 1 || !log.ended.isEmpty {
                    log.disorder += 1
                }
                log.current[worker] = task
                log.started.append((task, worker))
            case .finished(let run):
                if log.current[run.worker] != run.task { log.disorder += 1 }
                log.current[run.worker] = nil
                log.finished.append(run)
            case .arrived(let task, let value): log.arrived.append((task, value))
            case .ended(let tasksRun, let seconds): log.ended.append((tasksRun, seconds))
            }
        }
    }
}
