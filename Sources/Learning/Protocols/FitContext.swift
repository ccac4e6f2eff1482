import Machine

/// The environment of a fit: the weights of its rows, its memory budget, its cores, and whether it has been cancelled.
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

    /// The weight of each training row; nil if all rows have the same weight.
    ///
    /// Nil for an estimator whose ``Estimator/usesWeights`` is false. The weights are finite, at least 0, and not all 0.
    /// Pass them to ``Estimator/fit(_:to:weights:in:)``.
    public internal(set) var weights: [Double]?

    private let allowance: Cores

    private let isCancelledNow: @Sendable () -> Bool

    /// Creates a context with a memory budget.
    ///
    /// - Parameters:
    ///   - memoryBudget: The number of bytes that a fit may allocate at a time.
    ///   - smallColumnsMatter: Whether a later step of the pipeline amplifies columns with a tiny spread.
    ///   - cores: The maximum number of cores; if nil, those of the task that creates the context, or all cores of the
    ///     machine outside of a task.
    ///   - isCancelled: Returns whether the fit has been cancelled. Long fits call it regularly.
    public init(
        memoryBudget: Int = 1 << 30, smallColumnsMatter: Bool = true, cores: Int? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.init(
            memoryBudget: memoryBudget, smallColumnsMatter: smallColumnsMatter,
            cores: cores.map { Cores(limit: $0) } ?? .current, isCancelled: isCancelled)
    }

    /// Creates a context whose number of cores may change during the fit.
    package init(
        memoryBudget: Int, smallColumnsMatter: Bool, cores: Cores,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.memoryBudget = memoryBudget
        self.smallColumnsMatter = smallColumnsMatter
        allowance = cores
        self.isCancelledNow = isCancelled
    }

    /// Returns the context of a fit to rows with the given weights.
    package func with(_ weights: [Double]?) -> FitContext {
        var context = self
        context.weights = weights
        return context
    }

    /// The number of cores that the fit may use at the moment.
    ///
    /// The number may change during a fit: a task of a scheduler may use all cores of the scheduler while it runs alone,
    /// and one core otherwise. It affects how a fit computes, but not its result. Products of matrices use the same
    /// cores.
    public var cores: Int { allowance.available }

    /// Runs `body` on the cores of the fit.
    func onCores<Result>(_ body: () throws -> Result) rethrows -> Result { try allowance.bound(body) }

    /// Whether the fit has been cancelled.
    public var isCancelled: Bool { isCancelledNow() }

    /// Throws `CancellationError` if the fit has been cancelled.
    ///
    /// Solvers call it every few milliseconds.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
