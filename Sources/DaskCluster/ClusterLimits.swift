/// How long to wait for a cluster before it is given up.
public struct ClusterLimits: Equatable, Sendable {
    /// For a scheduler to answer at all when the connection is made.
    ///
    /// A cluster on this machine has a minute more, to start.
    public var connecting: Duration

    /// For each worker to take the library, about 15 MB, and to say whether it can use it.
    public var installing: Duration

    /// For the scheduler, the process in between and workers that have tasks to be heard of.
    ///
    /// Silent workers are left to Dask where its `worker-ttl` (five minutes unless set) has it restart them or give their
    /// tasks to others.
    public var silence: Duration

    /// For leaving the cluster in order; what has not ended by then is killed.
    public var closing: Duration

    /// Limits, all of which have defaults.
    public init(
        connecting: Duration = .seconds(5), installing: Duration = .seconds(120),
        silence: Duration = .seconds(60), closing: Duration = .seconds(12)
    ) {
        (self.connecting, self.installing) = (connecting, installing)
        (self.silence, self.closing) = (silence, closing)
    }
}

extension Duration {
    /// The same in seconds.
    var seconds: Double { self / .seconds(1) }
}
