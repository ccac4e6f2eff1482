/// What a simulated run came to.
public struct SimulatedRun: Equatable, Sendable {
    /// How many workers there were.
    public let workers: Int

    /// How many jobs there were.
    public let jobs: Int

    /// From the first job handed out to the last one told of, in seconds.
    public let makespan: Double

    /// How long workers computed, in seconds, all together.
    public let busySeconds: Double

    /// How long the scheduler was busy, in seconds; where that is the makespan, more workers are of no use.
    public let schedulerSeconds: Double

    /// How many bytes went from worker to worker, or to a worker from the scheduler.
    public let bytesMoved: Int

    /// The share of the workers' time that they computed for; 1 where there was nothing to do.
    public var efficiency: Double { makespan > 0 ? busySeconds / (makespan * Double(workers)) : 1 }
}
