import FoundationEssentials

/// A reply of the bridge.
enum BridgeReply: Equatable, Sendable {
    /// The connection is open.
    case ready(Ready)

    /// The connection failed.
    case error(Failure)

    /// A heartbeat of the bridge.
    case alive

    /// The cluster is reachable.
    case checked

    /// A piece has run on a thread of a worker; `start` is in seconds since 1970, `report` is that of the worker
    /// library.
    case ran(run: Int, key: String, worker: String, thread: UInt64, start: Double, report: [UInt8])

    /// Tasks have results.
    case done(run: Int, [Value])

    /// A task has failed because of `origin`.
    case failed(run: Int, key: String, cause: FailureCause, origin: String, message: String)

    /// A new worker cannot be used.
    case refused(worker: String, name: String, message: String)

    /// A busy worker has not responded for the given number of seconds.
    case silent(worker: String, name: String, seconds: Double)

    /// The connection to the scheduler was lost.
    case lost

    /// The reason why a task has no results.
    enum FailureCause: String {
        /// Workers died while running the task.
        case killed
        /// A worker cannot read the data from a file.
        case unreadable
        /// Any other reason.
        case error
    }

    /// The reason why there is no connection.
    struct Failure: Decodable, Equatable, Sendable {
        var kind, message: String
        /// The Python module that is not installed.
        var module: String?
        /// The address and the name of the worker that did not respond, and for how long.
        var worker, name: String?
        var seconds: Double?
    }

    /// The description of a cluster at the time of connection.
    struct Ready: Decodable, Equatable, Sendable {
        var workers: [Worker]
        var dashboard: String
        var scheduler: String

        struct Worker: Decodable, Equatable, Sendable {
            var address: String
            var name: String
            var threads: Int
            var refusal: String?
        }
    }

    /// The encoded results of a task.
    struct Value: Equatable, Sendable {
        var key: String
        var parts: [Part]

        struct Part: Equatable, Sendable {
            var meta: [UInt8]
            var frames: [[UInt8]]
        }
    }

    /// Decodes a frame.
    ///
    /// - Throws: ``DaskClusterError/protocolBroken(reason:)``.
    init(_ frame: BridgeFrame) throws(DaskClusterError) {
        do {
            let header = try JSONDecoder().decode(Header.self, from: Data(frame.header))
            self = try Self.reply(header, frame)
        } catch let error as DaskClusterError {
            throw error
        } catch {
            throw .protocolBroken(reason: "a frame is malformed: \(error)")
        }
    }

    /// The union of the header fields of all frames.
    private struct Header: Decodable {
        var op: String
        var run: Int?
        var key, worker, name, message, kind, origin: String?
        var thread: UInt64?
        var start, seconds: Double?
        var values: [Counts]?

        struct Counts: Decodable {
            var key: String
            /// The number of frames of each result.
            var counts: [Int]
        }
    }

    private static func reply(_ header: Header, _ frame: BridgeFrame) throws -> BridgeReply {
        func required<Part>(_ part: Part?) throws(DaskClusterError) -> Part {
            guard let part else {
                throw .protocolBroken(reason: "a field is missing from a frame '\(header.op)'")
            }
            return part
        }
        switch header.op {
        case "ready": return .ready(try JSONDecoder().decode(Ready.self, from: Data(frame.header)))
        case "error":
            return .error(try JSONDecoder().decode(Failure.self, from: Data(frame.header)))
        case "alive": return .alive
        case "checked": return .checked
        case "ran":
            return .ran(
                run: try required(header.run), key: try required(header.key),
                worker: try required(header.worker), thread: try required(header.thread),
                start: try required(header.start), report: try required(frame.buffers.first))
        case "done":
            return .done(
                run: try required(header.run), try values(try required(header.values), frame.buffers))
        case "failed":
            return .failed(
                run: try required(header.run), key: try required(header.key),
                cause: header.kind.flatMap(FailureCause.init) ?? .error, origin: try required(header.origin),
                message: try required(header.message))
        case "refused":
            return .refused(
                worker: try required(header.worker), name: try required(header.name),
                message: try required(header.message))
        case "silent":
            return .silent(
                worker: try required(header.worker), name: try required(header.name),
                seconds: try required(header.seconds))
        case "lost": return .lost
        default: throw DaskClusterError.protocolBroken(reason: "unknown frame '\(header.op)'")
        }
    }

    private static func values(_ counts: [Header.Counts], _ buffers: [[UInt8]]) throws(DaskClusterError)
        -> [Value]
    {
        var rest = buffers[...]
        var values: [Value] = []
        for entry in counts {
            var parts: [Value.Part] = []
            for count in entry.counts {
                guard count >= 0, rest.count > count, let meta = rest.popFirst() else {
                    throw .protocolBroken(reason: "buffers are missing from a frame 'done'")
                }
                parts.append(.init(meta: meta, frames: Array(rest.prefix(count))))
                rest.removeFirst(count)
            }
            values.append(Value(key: entry.key, parts: parts))
        }
        return values
    }
}
