/// The result of a simulation.
package struct SimulatedRun: Equatable, Sendable {
    /// The number of workers.
    package let workers: Int

    /// The number of jobs.
    package let jobs: Int

    /// The time from the assignment of the first job to the report of the last one, in seconds.
    package let makespan: Double

    /// The total computing time of all workers, in seconds.
    package let busySeconds: Double

    /// The busy time of the scheduler, in seconds; if it equals ``makespan``, the scheduler is the bottleneck.
    package let schedulerSeconds: Double

    /// The number of bytes sent between workers and from the scheduler to workers.
    package let bytesMoved: Int

    /// The fraction of the workers' time spent computing; 1 for an empty workload.
    package var efficiency: Double { makespan > 0 ? busySeconds / (makespan * Double(workers)) : 1 }
}
