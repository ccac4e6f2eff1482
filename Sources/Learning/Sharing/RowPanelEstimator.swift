import LinearAlgebra

/// A path estimator whose solver reads all rows repeatedly, in panels.
///
/// The rows are then copied to panels once for all paths fitted to them, and for all sizes of an earlier nested step.
/// The images of an affine map are computed directly into panels.
///
/// ```swift
/// extension MyPerceptron: RowPanelEstimator {
///     static let pathParameter = "alpha"
///     static func fit(
///         path: [MyPerceptron], _ x: RowPanels, _ target: Target, in context: FitContext
///     ) throws -> [Result<FittedMyPerceptron, any Error>] {
///         … for run in x.runs { x.withUnsafeRun(run) { elements in … } } …
///     }
/// }
/// ```
public protocol RowPanelEstimator: PathEstimator {
    /// Fits each of several estimators, which differ only in the path parameter, to the same rows.
    ///
    /// Returns the models of ``PathEstimator/fit(path:_:_:in:)``, to rounding.
    static func fit(
        path: [Self], _ x: RowPanels, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>]

    /// Returns the estimated cost of a fit to rows in panels.
    ///
    /// Defaults to ``Estimator/estimate(rows:columns:)`` without the copy of the rows.
    func estimate(panelRows rows: Int, columns: Int) -> FitEstimate
}

extension RowPanelEstimator {
    /// Returns the estimate of a fit to rows, without the copy of the rows.
    public func estimate(panelRows rows: Int, columns: Int) -> FitEstimate {
        var estimate = estimate(rows: rows, columns: columns)
        estimate.workBytes = max(0, estimate.workBytes - 8 * rows * columns)
        return estimate
    }

    /// Checks the parameters and the data, then fits the estimator to n rows and their n targets.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: Their targets.
    ///   - weights: The weight of each row; nil for the same weight.
    ///   - context: The environment of the fit; its weights are replaced.
    /// - Throws: The errors of ``Estimator/fit(_:to:weights:in:)``.
    public func fit(
        _ x: RowPanels, to target: Target, weights: [Double]? = nil, in context: FitContext = FitContext()
    ) throws -> Model {
        let context = context.with(weights)
        return try context.onCores {
            try checkForSharedFit(x, target, weights)
            guard let model = try Self.fit(path: [self], x, target, in: context).first else {
                throw LearningError.fitFailed(step: Self.kind, reason: "the path has no model")
            }
            return try model.get()
        }
    }

    /// Copies the rows to panels and fits to them.
    public static func fit(
        path: [Self], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>] {
        try fit(path: path, RowPanels(x), target, in: context)
    }
}
