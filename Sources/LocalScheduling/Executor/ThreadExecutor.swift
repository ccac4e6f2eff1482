internal import Machine

/// An executor that runs async code on threads of a scheduler, rather than on Swift's cooperative thread pool.
///
/// ```swift
/// let scheduler = ThreadedScheduler()
/// let sizes = try await withTaskExecutorPreference(scheduler.executor) {
///     try await loadAll(paths)  // and its child tasks
/// }
/// ```
///
/// The cooperative pool has one thread for each core, and a task that blocks one of them (waits for a file, a lock or
/// another process) takes it from all other tasks of the program. Here, such a task starves nobody: if tasks wait while
/// threads are blocked, further threads are started, up to 256 in addition to the workers. Tasks that compute share as
/// many threads as the scheduler has workers.
///
/// The threads are not those of sessions, so that tasks of a graph, however long they are, delay no async code, nor async
/// code tasks of a graph. They have stacks of 8 MiB, are started as there is work for them, and end after a second without
/// any.
///
/// The executor applies to async functions without an actor, to actors without an executor of their own, and to child
/// tasks. It does not apply to `Task { }`, which takes it as an argument: `Task(executorPreference: scheduler.executor)`.
///
/// `@unchecked Sendable`: `state` and `identifiers` are guarded by the monitor; everything else is constant.
public final class ThreadExecutor: TaskExecutor, @unchecked Sendable {
    private let cores: Cores
    private let monitor = Monitor()
    private var state: ExecutorState<UnownedJob>
    private var identifiers: Set<ThreadIdentifier> = []

    /// The time after which a thread without a job ends.
    private static let idleMilliseconds = 1000

    /// The time after which the watcher looks at the threads again.
    private static let watchMilliseconds = 10

    init(workers: Int, cores: Cores) {
        self.cores = cores
        state = ExecutorState(workers: workers)
    }

    /// Whether the current thread is one of the executor.
    package var isCurrent: Bool { locked { identifiers.contains(.current) } }

    /// Adds a job; called by the runtime of Swift.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let need = locked {
            let need = state.add(job)
            if need == .signal { monitor.signal() }
            return need
        }
        start(need)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        monitor.lock()
        defer { monitor.unlock() }
        return body()
    }

    private func start(_ need: ExecutorState<UnownedJob>.Need) {
        do throws(LocalSchedulingError) {
            switch need {
            case .nothing, .signal: break
            case .thread: try OwnedThread { self.work() }.detach()
            case .watcher: try OwnedThread { self.watch() }.detach()
            }
        } catch {
            // The system has no more threads.
            for job in locked({ state.couldNotStart(need) }) { globalConcurrentExecutor.enqueue(job) }
        }
    }

    /// Runs jobs until there have been none for a while.
    private func work() {
        let identifier = ThreadIdentifier.current
        monitor.lock()
        identifiers.insert(identifier)
        defer {
            identifiers.remove(identifier)
            monitor.unlock()
        }
        while true {
            switch state.next() {
            case .run(let job):
                monitor.unlock()
                cores.occupied { job.runSynchronously(on: asUnownedTaskExecutor()) }
                monitor.lock()
            case .wait:
                state.beginWaiting()
                let isLate = !monitor.wait(milliseconds: Self.idleMilliseconds)
                if state.endWaiting(isLate: isLate) { return }
            case .exit: return
            }
        }
    }

    /// Looks at the threads from time to time, until no job waits.
    private func watch() {
        while true {
            OwnedThread.sleep(milliseconds: Self.watchMilliseconds)
            let computing = locked { identifiers }.count { $0.isComputing }
            guard let needsThread = locked({ state.watch(computing: computing) }) else { return }
            if needsThread { start(.thread) }
        }
    }
}
