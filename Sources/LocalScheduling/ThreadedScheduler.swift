package import Machine
public import TaskGraph

/// A scheduler that runs tasks on several threads, by default one per core.
///
/// The threads are created for each run and joined at its end. Creating a thread takes about 30 µs, which is
/// negligible for runs that benefit from several threads. In return, no threads are idle between runs, concurrent
/// runs share no queues, and the scheduler needs no shutdown. `ThreadedRun` describes how tasks are distributed.
public struct ThreadedScheduler: Scheduler {
    /// The number of threads of a run.
    public let workers: Int

    /// The name of the scheduler, `threads`.
    public var name: String { "threads" }

    /// As many cores as threads, if the machine has them; concurrent runs of the scheduler share them.
    package let cores: Cores

    /// Creates a threaded scheduler.
    ///
    /// A task that runs alone may use as many cores as there are threads.
    ///
    /// - Parameter workers: The number of threads of a run, at least 1; nil for the number of cores of the machine.
    public init(workers: Int? = nil) {
        if let workers, workers < 1 { fatalError("workers must be at least 1, not \(workers)") }
        self.workers = workers ?? MachineResources.cores
        cores = Cores(limit: min(self.workers, MachineResources.cores))
    }

    /// Runs the tasks that `outputs` depend on; see `Scheduler.run`.
    ///
    /// - Throws: `CancellationError` if the calling Swift task is cancelled; `LocalSchedulingError` if a thread
    ///   cannot be created.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult {
        try await OwnedThread.run { [workers, cores] cancellation in
            try ThreadedRun(
                graph, outputs: outputs, workers: workers, cores: cores, memoryLimit: memoryLimit,
                observer: observer, cancellation: cancellation
            ).run()
        }
    }
}
