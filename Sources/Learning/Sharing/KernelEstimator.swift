import LinearAlgebra

/// An estimator whose fit depends on the rows only through a kernel's Gram matrix.
///
/// The rows' inner products are then computed once for all kernels, and a kernel's Gram matrix once for all estimators
/// that have it; predictions read the same matrix.
///
/// ```swift
/// extension KernelRidge: KernelEstimator {
///     func kernel(for x: Matrix) -> KernelFunction { KernelFunction(kernel: .rbf, gamma: gamma) }
///     func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> DualWeights { … }
/// }
/// ```
public protocol KernelEstimator: Estimator {
    /// What is learned, as far as it does not depend on the rows themselves.
    associatedtype GramModel: FittedGramModel

    /// The kernel, its coefficients made numbers for the training rows `x`.
    func kernel(for x: Matrix) -> KernelFunction

    /// The kernel if it is the same whatever the rows; nil unless given.
    ///
    /// Folds then share one Gram matrix where they share the rows' products.
    var fixedKernel: KernelFunction? { get }

    /// Why this estimator, with these parameters, cannot do with a Gram matrix, whose elements of training rows are
    /// rounded to `Float`; nil unless given.
    ///
    /// If there is a reason the rows are fitted to, and a plan states it. It must not depend on a path's parameter.
    var reasonAgainstGramMatrix: String? { get }

    /// Learns from the Gram matrix of n training rows and their n targets.
    func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> GramModel

    /// Fits several estimators of one kernel; those of a ``PathEstimator`` differ in its path parameter alone.
    ///
    /// One by one unless given.
    static func fit(
        path: [Self], _ gram: GramMatrix, _ target: Target, in context: FitContext
    ) throws -> [Result<GramModel, any Error>]
}

/// What a ``KernelEstimator`` learns from a Gram matrix.
public protocol FittedGramModel: Sendable, Codable, Validatable {
    /// What the user should know of the fit.
    var warnings: [String] { get }

    /// What the model tells of some of the matrix's rows.
    func predict(_ gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds) throws -> Predictions

    /// What each of several models tells of the same rows.
    ///
    /// One by one unless given.
    static func predict(
        _ models: [Self], for gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds
    ) throws -> [Predictions]
}

extension KernelEstimator {
    /// Not known before the rows are.
    public var fixedKernel: KernelFunction? { nil }

    /// It can do with one.
    public var reasonAgainstGramMatrix: String? { nil }

    /// Fits one after the other.
    public static func fit(
        path: [Self], _ gram: GramMatrix, _ target: Target, in context: FitContext
    ) throws -> [Result<GramModel, any Error>] {
        try path.map { estimator in
            try context.checkCancellation()
            return Result { try estimator.fit(gram, target, in: context) }
        }
    }
}

extension FittedGramModel {
    /// Nothing to tell.
    public var warnings: [String] { [] }

    /// Asks one after the other.
    public static func predict(
        _ models: [Self], for gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds
    ) throws -> [Predictions] {
        try models.map { try $0.predict(gram, rows: rows, kinds: wanted) }
    }
}
