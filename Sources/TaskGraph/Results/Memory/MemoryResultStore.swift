internal import Locking

/// A store of results in memory, which forgets those that were not used for longest.
///
/// Its sessions may be of several schedulers, one after the other or at the same time.
///
/// ```swift
/// let scheduler = ThreadedScheduler().storing(in: MemoryResultStore(byteLimit: 1 << 30, registry: registry))
/// ```
public final class MemoryResultStore: ResultStore {
    /// The maximum total size of the results, in bytes.
    public let byteLimit: Int

    private let registry: OperationRegistry
    private let warn: @Sendable (ResultStoreProblem) -> Void
    private let shared: Lock<Shared>

    private struct Shared {
        var results: LeastRecentlyUsed<TaskKey, any Sendable>
        var reported: Set<String> = []
    }

    /// Creates an empty store.
    ///
    /// - Parameters:
    ///   - byteLimit: The maximum total size of the results, in bytes, as they are when encoded. A larger result is not
    ///     kept.
    ///   - registry: The types of the results, whose codecs give their sizes. Results of other types are not kept.
    ///   - warn: Called with each type whose results cannot be kept, once.
    public init(
        byteLimit: Int, registry: OperationRegistry,
        warn: @escaping @Sendable (ResultStoreProblem) -> Void = { _ in }
    ) {
        precondition(byteLimit >= 0, "byteLimit must not be negative")
        self.byteLimit = byteLimit
        self.registry = registry
        self.warn = warn
        shared = Lock(Shared(results: LeastRecentlyUsed(limit: byteLimit)))
    }

    /// The total size of the results, in bytes.
    public var byteCount: Int { shared.withLock { $0.results.size } }

    /// Returns the result with a key, which is then the last to be forgotten; nil if there is none.
    public func result(for key: TaskKey) -> (any Sendable)? {
        shared.withLock { $0.results.use(key) }
    }

    /// Keeps a result, and forgets others if there is no room.
    ///
    /// - Complexity: Linear in the small parts of the result; large parts are not copied.
    public func keep(_ result: any Sendable, for key: TaskKey) {
        let size: Int
        do {
            size = try registry.byteCount(of: result)
        } catch {
            return report("\(type(of: result))", error)
        }
        let removed = shared.withLock { $0.results.insert(result, for: key, size: size) }
        // Their deinitializers may run arbitrary code, which the lock must not be held for.
        withExtendedLifetime(removed) {}
    }

    /// Returns at once, because nothing is written.
    public func flush() async {}

    private func report(_ type: String, _ error: any Error) {
        let isNew = shared.withLock { $0.reported.insert(type).inserted }
        if isNew { warn(.cannotEncode(type: type, reason: "\(error)")) }
    }
}
