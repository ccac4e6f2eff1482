package import Machine
public import TaskGraph

/// A scheduler that runs one task after another.
///
/// Use it to debug operations, and as the reference for other schedulers.
///
/// # Policy
///
/// One thread takes the most urgent ready task, runs it, drops the results that are no longer needed, and repeats.
///
/// The run owns its thread, so that long operations do not block Swift's cooperative pool and have enough stack for
/// LAPACK.
public struct SerialScheduler: Scheduler {
    /// The number of workers, which is 1.
    public var workers: Int { 1 }

    /// The name of the scheduler, `serial`.
    public var name: String { "serial" }

    /// The cores of a task; concurrent runs of the scheduler share them.
    package let cores: Cores

    /// Creates a serial scheduler.
    ///
    /// - Parameter cores: The number of cores that a task may use, at least 1; nil for all cores of the machine.
    public init(cores: Int? = nil) {
        if let cores, cores < 1 { fatalError("cores must be at least 1, not \(cores)") }
        self.cores = Cores(limit: cores ?? MachineResources.cores)
    }

    /// Runs the tasks that `outputs` depend on; see `Scheduler.run`.
    ///
    /// - Throws: `CancellationError` if the calling Swift task is cancelled; `LocalSchedulingError` if a thread
    ///   cannot be created.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult {
        try await OwnedThread.run { [cores] cancellation in
            let storage = RunStorage(
                graph, outputs: outputs, cores: cores, observer: observer, cancellation: cancellation)
            // A memory limit has no effect, because only one task runs at a time.
            var state = ExecutionState(storage.order, outputs: outputs)
            var released: [Position] = []
            storage.begin(workers: 1)
            var clock = MonotonicClock.nanoseconds
            cores.bound {
                while !cancellation.isCancelled, let task = state.next() {
                    if let failure = cores.occupied({ storage.execute(task, worker: 0, clock: &clock) }) {
                        state.fail(task, with: failure, releasing: &released)
                    } else {
                        state.finish(task, releasing: &released)
                    }
                    storage.drop(&released)
                }
            }
            if cancellation.isCancelled { state.cancel() }
            return try storage.end(state)
        }
    }
}
