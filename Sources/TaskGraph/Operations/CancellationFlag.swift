import Synchronization

/// A flag that any thread can set once, and any thread can read at the cost of a load.
public final class CancellationFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Creates a flag that is not set.
    public init() {}

    /// Whether ``cancel()`` has been called.
    ///
    /// The flag does not order other memory accesses; synchronise these by other means.
    public var isCancelled: Bool { raised.load(ordering: .relaxed) }

    /// Sets the flag permanently.
    public func cancel() {
        raised.store(true, ordering: .relaxed)
    }
}
