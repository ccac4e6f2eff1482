/// The time limits of the connection to a cluster.
public struct ClusterLimits: Equatable, Sendable {
    /// The time limit for a scheduler to accept a connection; 5 s by default.
    ///
    /// A local cluster has an additional minute to start.
    public var connecting: Duration

    /// The time limit for each worker to receive and load the library, which has about 15 MB; 120 s by default.
    public var installing: Duration

    /// The time limit for signs of life from the scheduler, the bridge and busy workers; 60 s by default.
    ///
    /// Workers that do not respond are left to Dask if its `worker-ttl` (five minutes by default) restarts them or
    /// reassigns their tasks.
    public var silence: Duration

    /// The time limit for a clean disconnect, after which the bridge is killed; 12 s by default.
    public var closing: Duration

    /// Creates limits.
    public init(
        connecting: Duration = .seconds(5), installing: Duration = .seconds(120),
        silence: Duration = .seconds(60), closing: Duration = .seconds(12)
    ) {
        (self.connecting, self.installing) = (connecting, installing)
        (self.silence, self.closing) = (silence, closing)
    }
}
