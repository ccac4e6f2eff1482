import LinearAlgebra

/// An estimator whose solutions along one parameter share work: their first steps are the same, they read the rows
/// together, or they come from one factorisation.
///
/// Candidates that differ only in that parameter are then fitted by one task.
public protocol PathEstimator: Estimator {
    /// The name of the parameter.
    static var pathParameter: String { get }

    /// Fits each of several estimators, which differ only in that parameter, to the same rows.
    ///
    /// The data has already been checked. The models depend only on the estimators, their order and the rows. Each
    /// equals that of a separate fit to rounding.
    ///
    /// - Returns: A model or an error for each estimator, in their order.
    /// - Throws: An error that applies to all of them.
    static func fit(
        path: [Self], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>]
}

/// A model that predicts faster together with others of its type: linear models, for example, by one product.
public protocol BatchPredictor: FittedModel {
    /// Returns the predictions of several models with the same number of columns for the rows of `x`.
    static func predict(
        _ models: [Self], for x: Matrix, kinds: PredictionKinds
    ) throws -> [Predictions]
}
