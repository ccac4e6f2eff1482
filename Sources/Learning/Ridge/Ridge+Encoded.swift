import LinearAlgebra

extension Ridge: EncodedRowsEstimator {
    /// Fits each penalty to encoded rows, with one set of products for all of them.
    ///
    /// Columns that are not 0 where they have no code, as after centring, are expanded for a model without intercept.
    public static func fit(
        path: [Ridge], _ x: EncodedRows, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedRidge, any Error>] {
        guard let values = target.values else {
            throw LearningError.wrongTarget(step: kind, expected: .regression)
        }
        guard x.hasZeros || path.allSatisfy(\.fitIntercept) else {
            guard x.rows * x.columns <= EncodedDesign.mostElements else {
                throw LearningError.fitFailed(
                    step: kind,
                    reason:
                        "without an intercept, \(x.rows) rows of \(x.columns) centred columns are too large; "
                        + "set with_mean=false of the scaler, or max_categories of the encoder")
            }
            return try fit(path: path, x.matrix, target, in: context)
        }
        return try fit(path: path, in: context) {
            try RowEquations(x, values, weights: context.weights, fitIntercept: $0)
        }
    }
}

extension FittedRidge: EncodedRowsPredictor {
    /// Returns the predictions of several models for the same rows.
    ///
    /// - Complexity: O(rows × (dense columns + blocks) × models).
    public static func predict(
        _ models: [FittedRidge], for x: EncodedRows, kinds: PredictionKinds
    ) throws -> [Predictions] {
        try models.map { model in
            try model.checkColumns(of: x)
            return try model.predictions(x.times(model.coefficients))
        }
    }
}
