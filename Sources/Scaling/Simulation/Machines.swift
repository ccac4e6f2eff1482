/// A simulated cluster: workers with one core each, a sequential scheduler, and a network.
package struct Machines: Equatable, Sendable {
    /// The number of workers.
    package var workers: Int

    /// The time of the scheduler for one task, in seconds: half before the task starts, and half after it ends.
    package var schedulerSeconds: Double

    /// The latency of a message or of the first byte of a result, in seconds, including the processes at both ends.
    package var latency: Double

    /// The bandwidth of each worker in bytes per second, for sending and for receiving; infinite for shared memory.
    package var bandwidth: Double

    /// Creates a simulated cluster.
    package init(workers: Int, schedulerSeconds: Double, latency: Double, bandwidth: Double) {
        precondition(workers > 0, "workers must be at least 1, not \(workers)")
        precondition(
            schedulerSeconds >= 0 && latency >= 0 && bandwidth > 0,
            "times must not be negative, and the bandwidth must be positive")
        self.workers = workers
        self.schedulerSeconds = schedulerSeconds
        self.latency = latency
        self.bandwidth = bandwidth
    }

    /// A Dask cluster whose network is as fast as Dask itself.
    ///
    /// `docs/scaling.md` describes how the figures were measured.
    package static func dask(workers: Int) -> Machines {
        Machines(workers: workers, schedulerSeconds: 1e-3, latency: 7e-4, bandwidth: 1.2e9)
    }

    /// Threads of one process.
    package static func threads(_ count: Int) -> Machines {
        Machines(workers: count, schedulerSeconds: 4e-7, latency: 0, bandwidth: .infinity)
    }
}
