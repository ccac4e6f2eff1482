import FoundationEssentials
internal import Machine

/// A request to the bridge.
enum BridgeRequest: Sendable {
    /// Connect to a cluster or start one, and install the package and the library on its workers.
    case connect(Connect)

    /// Compute the tasks that `want` depends on, for a run.
    case submit(run: Int, tasks: [ClusterTask], want: [String], buffers: [[UInt8]])

    /// Release all results of a run.
    case release(run: Int)

    /// Check whether the cluster is still reachable.
    case check

    /// Disconnect from the cluster.
    case bye

    /// The parameters of a connection.
    struct Connect: Encodable, Sendable {
        var op = "connect"
        /// The address of a scheduler; nil to start a local cluster.
        var address: String?
        /// The number of workers of a local cluster.
        var workers: Int?
        var limits: Limits
        var library: Library
        var tls: TLSFiles?

        /// The time limits in seconds; see `ClusterLimits`.
        struct Limits: Encodable, Sendable {
            var connect, install, silence: Double

            init(_ limits: ClusterLimits) {
                (connect, install) = (limits.connecting.seconds, limits.installing.seconds)
                silence = limits.silence.seconds
            }
        }

        struct Library: Encodable, Sendable {
            var path: String
            var operations: String
        }
    }

    /// Encodes the request as a frame.
    func frame() throws -> BridgeFrame {
        switch self {
        case .connect(let connect): try Self.frame(connect)
        case .submit(let run, let tasks, let want, let buffers):
            try Self.frame(Submit(run: run, tasks: tasks, want: want), buffers)
        case .release(let run): try Self.frame(Release(run: run))
        case .check: try Self.frame(["op": "check"])
        case .bye: try Self.frame(["op": "bye"])
        }
    }

    private struct Submit: Encodable {
        var op = "submit"
        var run: Int
        var tasks: [ClusterTask]
        var want: [String]
    }

    private struct Release: Encodable {
        var op = "release"
        var run: Int
    }

    private static func frame(_ header: some Encodable, _ buffers: [[UInt8]] = []) throws -> BridgeFrame {
        BridgeFrame(header: Array(try JSONEncoder().encode(header)), buffers: buffers)
    }
}
