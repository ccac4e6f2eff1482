import Machine
import Synchronization

/// The context of a running operation.
///
/// A scheduler creates it; an operation reads it to stop early and to use several cores.
public struct TaskContext: Sendable {
    /// The cores of the scheduler.
    package let allowance: Cores

    /// Whether another process sent the task, whose files this one may not have.
    ///
    /// For the messages of errors; a result must not depend on it.
    package let isSent: Bool

    private let cancellation: CancellationFlag

    /// A word in memory that others set to a non-zero value to cancel the run; nil if there is none.
    ///
    /// `nonisolated(unsafe)`: the word is only read, as an atomic; the creator of the context keeps it in place until
    /// the run ends.
    nonisolated(unsafe) private let word: UnsafePointer<Atomic<Int32>>?

    /// Creates a context for a test of an operation, which is never cancelled.
    ///
    /// - Parameter cores: The number of cores that the operation may use.
    public init(cores: Int = 1) {
        self.init(cancellation: CancellationFlag(), cores: Cores(limit: cores))
    }

    /// Creates a context of a run on the cores of a scheduler, which `cancellation` cancels.
    package init(cancellation: CancellationFlag, cores: Cores) {
        self.cancellation = cancellation
        isSent = false
        word = nil
        allowance = cores
    }

    /// Creates a context of a run for another process that is cancelled by setting a word, which must outlive the context, to a non-zero
    /// value.
    package init(cancelledBy word: UnsafePointer<Int32>?, cores: Cores) {
        cancellation = CancellationFlag()
        isSent = true
        allowance = cores
        // An atomic integer has the same layout as the integer.
        self.word = word.map { UnsafeRawPointer($0).assumingMemoryBound(to: Atomic<Int32>.self) }
    }

    /// The number of cores that the operation may use at the moment.
    ///
    /// A task that runs alone may use all cores of its scheduler, and tasks that run at the same time may use one each.
    /// The number may therefore change while an operation runs: read it before each part of the work that is worth
    /// spreading. The result must not depend on it.
    ///
    /// Products of matrices use as many cores by themselves.
    public var cores: Int { allowance.available }

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
