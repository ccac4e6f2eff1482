public import TaskGraph

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

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

    /// Creates a threaded scheduler.
    ///
    /// - Parameter workers: The number of threads of a run, at least 1; by default, the number of cores.
    public init(workers: Int = Self.coreCount) {
        guard workers >= 1 else {
            fatalError("workers must be at least 1, not \(workers)")
        }
        self.workers = workers
    }

    /// The number of cores that are online.
    public static var coreCount: Int {
        max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Runs the tasks that `outputs` depend on; see `Scheduler.run`.
    ///
    /// - Throws: `CancellationError` if the calling Swift task is cancelled; `LocalSchedulingError` if a thread
    ///   cannot be created.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult {
        try await OwnedThread.run { [workers] cancellation in
            try ThreadedRun(
                graph, outputs: outputs, workers: workers, memoryLimit: memoryLimit, observer: observer,
                cancellation: cancellation
            ).run()
        }
    }
}
