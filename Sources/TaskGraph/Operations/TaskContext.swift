/// What a running operation may know of the run it is part of.
public struct TaskContext: Sendable {
    private let cancellation: CancellationFlag

    /// Makes a context for a run that `cancellation` cancels; by default one that nobody does.
    public init(cancellation: CancellationFlag = CancellationFlag()) {
        self.cancellation = cancellation
    }

    /// Whether the run has been cancelled, so that the operation's result is no longer wanted.
    ///
    /// One load from memory: cheap enough for the inner loops of a solver.
    public var isCancelled: Bool { cancellation.isCancelled }

    /// Throws `CancellationError` if the run has been cancelled.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
