package import Machine
public import TaskGraph

/// A scheduler that runs one task after another.
///
/// Use it to debug operations, and as the reference for other schedulers.
///
/// One thread takes the most urgent ready task, runs it, drops the results that are no longer needed, and repeats. A
/// task may use all cores.
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

    /// Opens a session with one thread; see `Scheduler.open`.
    ///
    /// A memory limit has no effect, because only one task runs at a time.
    public func open(memoryLimit: Int?) async throws -> any Session {
        LocalSession(workers: 1, cores: cores, memoryLimit: nil)
    }
}
