package import Machine
public import TaskGraph

/// A scheduler that runs tasks on several threads, by default one per core.
///
/// The threads belong to a session, and are started as there are tasks for them. Creating a thread takes about 30 µs,
/// which is negligible for work that benefits from several threads. In return, no threads are idle between sessions,
/// concurrent sessions share no queues, and the scheduler needs no shutdown.
public struct ThreadedScheduler: Scheduler {
    /// The number of threads of a session.
    public let workers: Int

    /// The name of the scheduler, `threads`.
    public var name: String { "threads" }

    /// Runs async code on threads of the scheduler, at most as many at a time as there are workers, unless some are blocked.
    public let executor: ThreadExecutor

    /// As many cores as threads, if the machine has them; concurrent runs of the scheduler share them.
    package let cores: Cores

    /// Creates a threaded scheduler.
    ///
    /// A task that runs alone may use as many cores as there are threads.
    ///
    /// - Parameter workers: The number of threads of a session, at least 1; nil for the number of cores of the machine.
    public init(workers: Int? = nil) {
        if let workers, workers < 1 { fatalError("workers must be at least 1, not \(workers)") }
        self.workers = workers ?? MachineResources.cores
        cores = Cores(limit: min(self.workers, MachineResources.cores))
        executor = ThreadExecutor(workers: self.workers, cores: cores)
    }

    /// Opens a session with its own threads; see `Scheduler.open`.
    public func open(memoryLimit: Int?) async throws -> any Session {
        LocalSession(workers: workers, cores: cores, memoryLimit: memoryLimit)
    }
}
