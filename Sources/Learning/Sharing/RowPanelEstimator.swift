import LinearAlgebra

/// A path estimator whose solver reads all rows again and again, and wants them in panels.
///
/// The rows are then arranged once for all paths that are fitted to them, and for all sizes of a nested step before:
/// where a map gives the rows, they are computed to where the solvers read them.
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
    /// Fits each of several estimators, which differ in the parameter of their path alone, to the same rows.
    ///
    /// As ``PathEstimator/fit(path:_:_:in:)``, whose models these are, to rounding.
    static func fit(
        path: [Self], _ x: RowPanels, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>]

    /// What a fit to rows in panels is likely to take.
    ///
    /// Unless given, as ``Estimator/estimate(rows:columns:)``, less the arranged copy of the rows.
    func estimate(panelRows rows: Int, columns: Int) -> FitEstimate
}

extension RowPanelEstimator {
    /// As a fit to rows, less the arranged copy of them.
    public func estimate(panelRows rows: Int, columns: Int) -> FitEstimate {
        var estimate = estimate(rows: rows, columns: columns)
        estimate.workBytes = max(0, estimate.workBytes - 8 * rows * columns)
        return estimate
    }

    /// Checks parameters and data, then learns from n rows and their n targets.
    ///
    /// - Throws: As ``Estimator/fit(_:to:in:)``.
    public func fit(_ x: RowPanels, to target: Target, in context: FitContext = FitContext()) throws -> Model
    {
        try checkForSharedFit(x, target)
        guard let model = try Self.fit(path: [self], x, target, in: context).first else {
            throw LearningError.fitFailed(step: Self.kind, reason: "a path of one has no model")
        }
        return try model.get()
    }

    /// Arranges the rows and fits to them.
    public static func fit(
        path: [Self], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>] {
        try fit(path: path, RowPanels(x), target, in: context)
    }
}
