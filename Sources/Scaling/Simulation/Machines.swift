/// What runs a workload: workers of one core each, a scheduler that does one thing at a time, and a network.
public struct Machines: Equatable, Sendable {
    /// How many workers there are.
    public var workers: Int

    /// How long the scheduler is busy with one task, in seconds: half of it before the task starts, and half
    /// after it has ended.
    public var schedulerSeconds: Double

    /// How long a message or the first byte of a result is under way, in seconds: on the network, and in the
    /// processes at both ends.
    public var latency: Double

    /// How many bytes a second a worker sends, and how many it receives; infinite where memory is shared.
    public var bandwidth: Double

    /// Machines with the given parameters.
    public init(workers: Int, schedulerSeconds: Double, latency: Double, bandwidth: Double) {
        precondition(workers > 0, "work needs at least one worker, not \(workers)")
        precondition(
            schedulerSeconds >= 0 && latency >= 0 && bandwidth > 0,
            "no time is negative, and bytes do get across")
        self.workers = workers
        self.schedulerSeconds = schedulerSeconds
        self.latency = latency
        self.bandwidth = bandwidth
    }

    /// The workers of a Dask cluster, on a network as fast as Dask itself.
    ///
    /// `docs/scaling.md` tells where the figures come from.
    public static func dask(workers: Int) -> Machines {
        Machines(workers: workers, schedulerSeconds: 1e-3, latency: 7e-4, bandwidth: 1.2e9)
    }

    /// Threads of one process.
    public static func threads(_ count: Int) -> Machines {
        Machines(workers: count, schedulerSeconds: 4e-7, latency: 0, bandwidth: .infinity)
    }
}
