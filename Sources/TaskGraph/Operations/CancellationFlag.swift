import Synchronization

/// A flag that any thread may raise, once, and any thread may read at the cost of a load.
public final class CancellationFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Makes a flag that is not raised.
    public init() {}

    /// Whether `cancel()` has been called.
    ///
    /// The flag orders no other memory: what it guards must be synchronised by other means.
    public var isCancelled: Bool { raised.load(ordering: .relaxed) }

    /// Raises the flag, for good.
    public func cancel() {
        raised.store(true, ordering: .relaxed)
    }
}
