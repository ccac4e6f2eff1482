import Synchronization

/// Marks the moment at which one thread passes values to another through a continuation.
///
/// A continuation orders memory by itself, but on Linux the thread sanitizer does not see that.
package final class Handover: Sendable {
    private let isOver = Atomic<Bool>(false)

    package init() {}

    /// Called by the thread that resumes the continuation, before it does.
    package func give() { isOver.store(true, ordering: .releasing) }

    /// Called by the function that was suspended, after it was resumed.
    package func take() { _ = isOver.load(ordering: .acquiring) }
}
