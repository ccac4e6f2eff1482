/// The environment of a fit: its memory budget, and whether it has been cancelled.
public struct FitContext: Sendable {
    /// The number of bytes that a fit may allocate at a time, in addition to its data and its model.
    ///
    /// Defaults to 1 GiB.
    ///
    /// The budget affects how a fit computes, but not its result.
    public var memoryBudget: Int

    /// Whether a later step of the pipeline amplifies columns with a tiny spread (see
    /// ``Estimator/amplifiesSmallColumns``).
    ///
    /// Defaults to true.
    public var smallColumnsMatter: Bool

    private let isCancelledNow: @Sendable () -> Bool

    /// Creates a context with a memory budget.
    ///
    /// Long fits call `isCancelled` regularly.
    public init(
        memoryBudget: Int = 1 << 30, smallColumnsMatter: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.memoryBudget = memoryBudget
        self.smallColumnsMatter = smallColumnsMatter
        self.isCancelledNow = isCancelled
    }

    /// Whether the fit has been cancelled.
    public var isCancelled: Bool { isCancelledNow() }

    /// Throws `CancellationError` if the fit has been cancelled.
    ///
    /// Solvers call it every few milliseconds.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
