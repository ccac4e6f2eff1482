import LinearAlgebra

/// An estimator whose solutions along one parameter have work in common: their first steps are the same, they read the
/// rows together, or all of them come from one factorisation.
///
/// Candidates that differ in that parameter alone are then fitted by one task.
public protocol PathEstimator: Estimator {
    /// The name of the parameter.
    static var pathParameter: String { get }

    /// Fits each of several estimators, which differ in that parameter alone, to the same rows.
    ///
    /// Called with data already checked. The models depend on the estimators, their order and the rows, on nothing
    /// else; each is that of a fit by itself, to rounding.
    ///
    /// - Returns: as many models, or why there is none, as there are estimators, in their order.
    /// - Throws: what fails all of them.
    static func fit(
        path: [Self], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>]
}

/// A model several of which tell of the same rows by less work than one after the other: linear models, by one
/// product.
public protocol BatchPredictor: FittedModel {
    /// What each of several models, of the same number of columns, tells of the rows of `x`.
    static func predict(
        _ models: [Self], for x: Matrix, kinds wanted: PredictionKinds
    ) throws -> [Predictions]
}
