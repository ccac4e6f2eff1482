import FoundationEssentials

/// What this process asks of the bridge.
enum BridgeRequest: Sendable {
    /// Connect to a cluster or start one, and bring package and library to its workers.
    case connect(Connect)

    /// Compute the tasks that `want` needs, for a run.
    case submit(run: Int, tasks: [ClusterTask], want: [String], buffers: [[UInt8]])

    /// Nothing of a run is wanted any more.
    case release(run: Int)

    /// Say whether the cluster is there still.
    case check

    /// Leave the cluster.
    case bye

    /// What is needed to connect.
    struct Connect: Encodable, Sendable {
        var op = "connect"
        /// A scheduler's address; nil to start a cluster.
        var address: String?
        /// How many workers to start.
        var workers: Int?
        var limits: Limits
        var library: Library
        var tls: TLSFiles?

        /// See `ClusterLimits`; in seconds.
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

    /// The request as a frame.
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
