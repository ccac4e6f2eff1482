import Synchronization

/// The cores of a scheduler, of which a task that runs alone may use all, and tasks that run at the same time one each.
///
/// A scheduler counts the tasks that run on its cores, and binds the cores to the threads that run tasks. Computations
/// read them from there, without knowing about tasks. Outside of a scheduler, a computation may use all cores of the
/// machine.
///
/// The number of cores never affects results.
package final class Cores: Sendable {
    /// The cores of the current thread.
    @TaskLocal package static var current = Cores()

    private let limit: Atomic<Int>
    private let running = Atomic(0)
    private let spread = Atomic(0)

    /// Creates cores for at most `limit` threads of a task; values below 1 count as 1.
    package init(limit: Int = MachineResources.cores) { self.limit = Atomic(max(1, limit)) }

    /// Changes the maximum number of cores of a task; values below 1 count as 1.
    package func setLimit(_ limit: Int) { self.limit.store(max(1, limit), ordering: .relaxed) }

    /// The number of cores that a running task may use at the moment.
    package var available: Int {
        running.load(ordering: .relaxed) <= 1 ? limit.load(ordering: .relaxed) : 1
    }

    /// The number of times that work was spread over several of these cores.
    package var spreadCount: Int { spread.load(ordering: .relaxed) }

    func recordSpread() { spread.wrappingAdd(1, ordering: .relaxed) }

    /// Runs `body` with these cores as those of the current thread.
    package func bound<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self, operation: body)
    }

    /// Runs `body`, which counts as a task that runs on these cores.
    package func occupied<Result>(_ body: () throws -> Result) rethrows -> Result {
        running.wrappingAdd(1, ordering: .relaxed)
        defer { running.wrappingSubtract(1, ordering: .relaxed) }
        return try body()
    }
}
