/// The result of a simulation.
public struct SimulatedRun: Equatable, Sendable {
    /// The number of workers.
    public let workers: Int

    /// The number of jobs.
    public let jobs: Int

    /// The time from the assignment of the first job to the report of the last one, in seconds.
    public let makespan: Double

    /// The total computing time of all workers, in seconds.
    public let busySeconds: Double

    /// The busy time of the scheduler, in seconds; if it equals ``makespan``, the scheduler is the bottleneck.
    public let schedulerSeconds: Double

    /// The number of bytes sent between workers and from the scheduler to workers.
    public let bytesMoved: Int

    /// The fraction of the workers' time spent computing; 1 for an empty workload.
    public var efficiency: Double { makespan > 0 ? busySeconds / (makespan * Double(workers)) : 1 }
}
