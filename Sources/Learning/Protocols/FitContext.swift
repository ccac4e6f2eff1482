/// What a fit may know of where it runs: how much memory it may take, and whether it is still wanted.
public struct FitContext: Sendable {
    /// The bytes that one fit may hold at a time beyond its data and its model.
    ///
    /// 1 GiB unless given.
    ///
    /// It decides how a fit computes, never what it gives.
    public var memoryBudget: Int

    /// Whether a later step of the pipeline amplifies columns of tiny spread (see ``Estimator/amplifiesSmallColumns``).
    ///
    /// True by default.
    public var smallColumnsMatter: Bool

    private let isCancelledNow: @Sendable () -> Bool

    /// A context of the given budget; `isCancelled` is asked now and then during long fits.
    public init(
        memoryBudget: Int = 1 << 30, smallColumnsMatter: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.memoryBudget = memoryBudget
        self.smallColumnsMatter = smallColumnsMatter
        self.isCancelledNow = isCancelled
    }

    /// Whether the fit is no longer wanted.
    public var isCancelled: Bool { isCancelledNow() }

    /// Throws `CancellationError` if the fit is no longer wanted.
    ///
    /// Solvers call it every few milliseconds.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
