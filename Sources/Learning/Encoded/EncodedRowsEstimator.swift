import LinearAlgebra

/// An estimator that is fitted to encoded rows, without expanding their blocks to columns of 0 and 1.
///
/// The steps of a search that conform to this protocol read the rows as ``EncodedRows``. For other steps, they are
/// expanded once.
public protocol EncodedRowsEstimator: PathEstimator where Model: EncodedRowsPredictor {
    /// Fits each of several estimators, which differ only in the path parameter, to the same rows.
    ///
    /// Returns the models of ``PathEstimator/fit(path:_:_:in:)`` for ``EncodedRows/matrix``, to rounding.
    static func fit(
        path: [Self], _ x: EncodedRows, _ target: Target, in context: FitContext
    ) throws -> [Result<Model, any Error>]
}

/// A model that predicts encoded rows, without expanding their blocks to columns of 0 and 1.
public protocol EncodedRowsPredictor: BatchPredictor {
    /// Returns the predictions of several models with the same number of columns for the rows of `x`.
    static func predict(
        _ models: [Self], for x: EncodedRows, kinds: PredictionKinds
    ) throws -> [Predictions]
}

extension EncodedRowsEstimator {
    /// Fits the estimator to checked rows.
    func fit(checked x: EncodedRows, _ target: Target, in context: FitContext) throws -> Model {
        try checkForSharedFit(x, target, context.weights)
        guard let model = try Self.fit(path: [self], x, target, in: context).first else {
            throw LearningError.fitFailed(step: Self.kind, reason: "the path has no model")
        }
        return try model.get()
    }
}

extension EncodedRowsPredictor {
    /// Returns the predictions of this model.
    func predictions(of x: EncodedRows, kinds: PredictionKinds) throws -> Predictions {
        try Self.predict([self], for: x, kinds: kinds).first ?? Predictions()
    }
}

extension FittedModel {
    /// Throws ``LearningError/columnCounts(expected:found:)`` unless `x` has as many columns as the training data.
    func checkColumns(of x: EncodedRows) throws {
        guard x.columns == featureCount else {
            throw LearningError.columnCounts(expected: featureCount, found: x.columns)
        }
    }
}
