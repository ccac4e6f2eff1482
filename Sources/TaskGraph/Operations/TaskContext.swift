import Synchronization

/// The context of a running operation.
public struct TaskContext: Sendable {
    private let cancellation: CancellationFlag

    /// A word in memory that others set to a non-zero value to cancel the run; nil if there is none.
    ///
    /// `nonisolated(unsafe)`: the word is only read, as an atomic; the creator of the context keeps it in place until
    /// the run ends.
    nonisolated(unsafe) private let word: UnsafePointer<Atomic<Int32>>?

    /// Creates a context of a run that `cancellation` cancels; by default, the run is never cancelled.
    public init(cancellation: CancellationFlag = CancellationFlag()) {
        self.cancellation = cancellation
        word = nil
    }

    /// Creates a context of a run that is cancelled by setting a word, which must outlive the context, to a non-zero
    /// value.
    package init(cancelledBy word: UnsafePointer<Int32>?) {
        cancellation = CancellationFlag()
        // An atomic integer has the same layout as the integer.
        self.word = word.map { UnsafeRawPointer($0).assumingMemoryBound(to: Atomic<Int32>.self) }
    }

    /// Whether the run has been cancelled.
    ///
    /// Costs one load from memory, which is cheap enough for the inner loops of a solver.
    public var isCancelled: Bool {
        if let word, word.pointee.load(ordering: .relaxed) != 0 { return true }
        return cancellation.isCancelled
    }

    /// Throws `CancellationError` if the run has been cancelled.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
