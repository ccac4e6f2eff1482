internal import Dispatch
internal import Files
internal import Locking

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A store of results in a folder, with one file for each result.
///
/// ```swift
/// let store = try FolderResultStore("results", registry: registry) { print($0) }
/// let scheduler = ThreadedScheduler().storing(in: store)
/// ```
///
/// Several processes may use a folder at the same time. A file appears complete or not at all, and each byte of it is
/// checked when it is read, so that a damaged file is reported and not used. Results are written in the background.
///
/// Files remain until somebody deletes them, which is safe at any time. A result is found by every program whose
/// operations have the same names, versions and parameters. Programs that share a folder must therefore mean the same by
/// them. Looking up a task that has no file takes one system call, a few microseconds: a folder is meant for results that
/// take longer to compute.
public final class FolderResultStore: ResultStore {
    /// The path of the folder.
    public let path: String

    private let registry: OperationRegistry
    private let warn: @Sendable (ResultStoreProblem) -> Void
    private let queue = DispatchQueue(label: "results")
    private let shared = Lock(Shared())

    private struct Shared {
        /// The results that are not written yet.
        var pending: [TaskKey: any Sendable] = [:]
        /// The keys whose files are not replaced.
        var foreign: Set<TaskKey> = []
        /// The types that cannot be encoded.
        var reported: Set<String> = []
        var hasFailed = false
    }

    /// Opens a folder; creates it if it does not exist.
    ///
    /// - Parameters:
    ///   - path: The path of the folder. The folder that contains it must exist.
    ///   - registry: The types of the results. Results of other types are not kept.
    ///   - warn: Called with the problems of files and types, on any thread: with damaged files each time, with all others
    ///     once.
    /// - Throws: ``ResultStoreProblem/unusableFolder(path:reason:)``.
    public init(
        _ path: String, registry: OperationRegistry, warn: @escaping @Sendable (ResultStoreProblem) -> Void
    ) throws(ResultStoreProblem) {
        (self.path, self.registry, self.warn) = (path, registry, warn)
        if mkdir(path, 0o777) == 0 { return }
        let reason = errno
        var status = stat()
        guard reason == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .unusableFolder(
                path: path,
                reason: reason == EEXIST ? "it is not a folder" : String(cString: strerror(reason)))
        }
    }

    /// Returns the result with a key, from its file; nil if there is no file, or none that can be used.
    ///
    /// - Complexity: Linear in the bytes of the result.
    public func result(for key: TaskKey) -> (any Sendable)? {
        if let pending = shared.withLock({ $0.pending[key] }) { return pending }
        let problem: ResultStoreProblem
        do {
            return try ResultFile(of: key, in: path).value(decodedBy: registry)
        } catch {
            problem = error
        }
        var isNew = true
        if case .foreignFile = problem { isNew = shared.withLock { $0.foreign.insert(key).inserted } }
        if isNew { warn(problem) }
        return nil
    }

    /// Keeps a result, which is encoded and written in the background.
    public func keep(_ result: any Sendable, for key: TaskKey) {
        let isWanted = shared.withLock { shared in
            guard !shared.hasFailed, !shared.foreign.contains(key) else { return false }
            shared.pending[key] = result
            return true
        }
        if isWanted { queue.async { self.write(result, for: key) } }
    }

    /// Waits until the results that are kept so far are written, or are known not to be.
    public func flush() async {
        let handover = Handover()
        await withCheckedContinuation { continuation in
            queue.async {
                handover.give()
                continuation.resume()
            }
        }
        handover.take()
    }

    /// Writes a result; called on the queue.
    private func write(_ result: any Sendable, for key: TaskKey) {
        let problem = shared.withLock { $0.hasFailed } ? nil : problem(ofWriting: result, for: key)
        let (isNew, written) = shared.withLock { shared in
            // Destroyed after the lock is released, because its deinitializer may run arbitrary code.
            let written = shared.pending.removeValue(forKey: key)
            switch problem {
            case nil: return (false, written)
            case .cannotEncode(let type, _)?: return (shared.reported.insert(type).inserted, written)
            default:
                defer { shared.hasFailed = true }
                return (!shared.hasFailed, written)
            }
        }
        withExtendedLifetime(written) {}
        if isNew, let problem { warn(problem) }
    }

    private func problem(ofWriting result: any Sendable, for key: TaskKey) -> ResultStoreProblem? {
        let encoded: EncodedValue
        do {
            encoded = try registry.encode(result)
        } catch {
            return .cannotEncode(type: "\(type(of: result))", reason: "\(error)")
        }
        let file = ResultFile(of: key, in: path)
        do throws(FileError) {
            try file.write(encoded)
            return nil
        } catch {
            return .cannotWrite(path: file.path, reason: error.reason)
        }
    }
}
