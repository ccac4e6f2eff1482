import LinearAlgebra

/// An estimator whose fit depends on the rows only through the Gram matrix of a kernel.
///
/// The rows' inner products are then computed once for all kernels, and each kernel's Gram matrix once for all
/// estimators with that kernel. Predictions read the same matrix.
///
/// ```swift
/// extension KernelRidge: KernelEstimator {
///     func kernel(for x: Matrix) -> KernelFunction { KernelFunction(kernel: .rbf, gamma: gamma) }
///     func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> DualWeights { … }
/// }
/// ```
public protocol KernelEstimator: Estimator {
    /// The part of the model that does not depend on the rows themselves.
    associatedtype GramModel: FittedGramModel

    /// Returns the kernel, with numeric coefficients for the training rows `x`.
    func kernel(for x: Matrix) -> KernelFunction

    /// The kernel, if it does not depend on the rows. Defaults to nil.
    ///
    /// Folds then share one Gram matrix if they share the rows' products.
    var fixedKernel: KernelFunction? { get }

    /// The reason why this estimator, with these parameters, cannot use a Gram matrix, whose training elements are
    /// rounded to `Float`. Defaults to nil.
    ///
    /// With a reason, the estimator is fitted to the rows, and the plan shows the reason. It must not depend on the
    /// path parameter.
    var reasonAgainstGramMatrix: String? { get }

    /// Fits the estimator to the Gram matrix of n training rows and their n targets.
    func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> GramModel

    /// Fits several estimators with the same kernel. Those of a ``PathEstimator`` differ only in its path parameter.
    ///
    /// By default, fits one after the other.
    static func fit(
        path: [Self], _ gram: GramMatrix, _ target: Target, in context: FitContext
    ) throws -> [Result<GramModel, any Error>]
}

/// A ``KernelEstimator`` fitted to a Gram matrix.
public protocol FittedGramModel: Sendable, Codable, Validatable {
    /// Warnings of the fit.
    var warnings: [String] { get }

    /// Returns predictions for some rows of the matrix.
    func predict(_ gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds) throws -> Predictions

    /// Returns the predictions of several models for the same rows.
    ///
    /// By default, predicts with one model after the other.
    static func predict(
        _ models: [Self], for gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds
    ) throws -> [Predictions]
}

extension KernelEstimator {
    /// Nil: the kernel depends on the rows.
    public var fixedKernel: KernelFunction? { nil }

    /// Nil: the estimator can use a Gram matrix.
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
    /// No warnings.
    public var warnings: [String] { [] }

    /// Predicts with one model after the other.
    public static func predict(
        _ models: [Self], for gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds
    ) throws -> [Predictions] {
        try models.map { try $0.predict(gram, rows: rows, kinds: kinds) }
    }
}
