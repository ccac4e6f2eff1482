import FoundationEssentials

/// What the bridge tells this process.
enum BridgeReply: Equatable, Sendable {
    /// There is a connection.
    case ready(Ready)

    /// There is none.
    case error(Failure)

    /// The bridge runs, whatever it waits for.
    case alive

    /// The cluster is there.
    case checked

    /// A piece has run on a thread of a worker, at a time since 1970, with the library's report of it.
    case ran(run: Int, key: String, worker: String, thread: UInt64, start: Double, report: [UInt8])

    /// Tasks have results.
    case done(run: Int, [Value])

    /// A task has none, because of `origin`.
    case failed(run: Int, key: String, cause: FailureCause, origin: String, message: String)

    /// A worker joined that cannot be used, and will not be.
    case refused(worker: String, name: String, message: String)

    /// A worker with tasks has not been heard of for so many seconds.
    case silent(worker: String, name: String, seconds: Double)

    /// The scheduler is gone.
    case lost

    /// What kind of reason there is for a task to have no results.
    enum FailureCause: String {
        /// Workers ended under it.
        case killed
        /// A worker cannot read data from the file that they are said to be in.
        case unreadable
        /// Something else.
        case error
    }

    /// Why there is no connection.
    struct Failure: Decodable, Equatable, Sendable {
        var kind, message: String
        /// What Python lacks.
        var module: String?
        /// The worker that did not answer: its address, its name, and for how long.
        var worker, name: String?
        var seconds: Double?
    }

    /// A cluster as it was found.
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

    /// Reads a frame.
    ///
    /// - Throws: ``DaskClusterError/protocolBroken(reason:)``.
    init(_ frame: BridgeFrame) throws(DaskClusterError) {
        do {
            let header = try JSONDecoder().decode(Header.self, from: Data(frame.header))
            self = try Self.reply(header, frame)
        } catch let error as DaskClusterError {
            throw error
        } catch {
            throw .protocolBroken(reason: "a frame does not have the form it should: \(error)")
        }
    }

    /// Everything that some frame says.
    private struct Header: Decodable {
        var op: String
        var run: Int?
        var key, worker, name, message, kind, origin: String?
        var thread: UInt64?
        var start, seconds: Double?
        var values: [Counts]?

        struct Counts: Decodable {
            var key: String
            /// How many frames each result has.
            var counts: [Int]
        }
    }

    private static func reply(_ header: Header, _ frame: BridgeFrame) throws -> BridgeReply {
        func required<Part>(_ part: Part?) throws(DaskClusterError) -> Part {
            guard let part else { throw .protocolBroken(reason: "a frame '\(header.op)' lacks a part") }
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
        default: throw DaskClusterError.protocolBroken(reason: "a frame '\(header.op)' is not known")
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
                    throw .protocolBroken(reason: "a frame 'done' lacks buffers")
                }
                parts.append(.init(meta: meta, frames: Array(rest.prefix(count))))
                rest.removeFirst(count)
            }
            values.append(Value(key: entry.key, parts: parts))
        }
        return values
    }
}
