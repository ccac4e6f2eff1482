import Synchronization

/// A flag that any thread can set once, and any thread can read at the cost of a load.
package final class CancellationFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Creates a flag that is not set.
    package init() {}

    /// Whether ``cancel()`` has been called.
    ///
    /// The flag does not order other memory accesses; synchronise these by other means.
    package var isCancelled: Bool { raised.load(ordering: .relaxed) }

    /// Sets the flag permanently.
    package func cancel() {
        raised.store(true, ordering: .relaxed)
    }
}
