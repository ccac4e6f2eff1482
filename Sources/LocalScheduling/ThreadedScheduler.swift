public import TaskGraph

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Runs tasks on threads of its own, one a core.
///
/// The threads are started for each run and joined at its end. Starting one takes some 30 µs, which no run
/// that is worth several threads notices; in return nothing idles between runs, runs on one scheduler do not
/// share queues, and there is no shutting down to get wrong. How work is handed out is told in `ThreadedRun`.
public struct ThreadedScheduler: Scheduler {
    /// How many threads a run has.
    public let workers: Int

    /// `threads`.
    public var name: String { "threads" }

    /// Makes a scheduler.
    ///
    /// - Parameter workers: how many threads a run has, at least 1; the number of cores by default.
    public init(workers: Int = Self.coreCount) {
        guard workers >= 1 else {
            fatalError("a scheduler needs at least 1 worker, not \(workers)")
        }
        self.workers = workers
    }

    /// How many cores the system has to offer.
    public static var coreCount: Int {
        max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Runs the tasks that `outputs` need; see `Scheduler.run`.
    ///
    /// - Throws: `CancellationError`; `LocalSchedulingError` if a thread could not be started.
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
