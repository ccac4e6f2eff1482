import Synchronization

/// What a running operation may know of the run it is part of.
public struct TaskContext: Sendable {
    private let cancellation: CancellationFlag

    /// A word in memory that others may set to anything but 0 to cancel the run; nil if there is none.
    ///
    /// `nonisolated(unsafe)`: the word is only read, and as an atomic; whoever made the context keeps it in
    /// place until the run is over.
    nonisolated(unsafe) private let word: UnsafePointer<Atomic<Int32>>?

    /// Makes a context for a run that `cancellation` cancels; by default one that nobody does.
    public init(cancellation: CancellationFlag = CancellationFlag()) {
        self.cancellation = cancellation
        word = nil
    }

    /// Makes a context for a run that is cancelled by setting a word, which must outlive the context, to
    /// anything but 0.
    package init(cancelledBy word: UnsafePointer<Int32>?) {
        cancellation = CancellationFlag()
        // An atomic integer has the layout of the integer.
        self.word = word.map { UnsafeRawPointer($0).assumingMemoryBound(to: Atomic<Int32>.self) }
    }

    /// Whether the run has been cancelled, so that the operation's result is no longer wanted.
    ///
    /// One load from memory: cheap enough for the inner loops of a solver.
    public var isCancelled: Bool {
        if let word, word.pointee.load(ordering: .relaxed) != 0 { return true }
        return cancellation.isCancelled
    }

    /// Throws `CancellationError` if the run has been cancelled.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
