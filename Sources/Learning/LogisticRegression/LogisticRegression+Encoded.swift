import LinearAlgebra

extension LogisticRegression: EncodedRowsEstimator {
    /// Fits one model for each value of `C` to encoded rows.
    ///
    /// L-BFGS reads one coefficient of each block for each row. Newton's method expands a few rows at a time.
    public static func fit(
        path: [LogisticRegression], _ x: EncodedRows, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedLogisticRegression, any Error>] {
        try fit(path: path, RowPanels(x.dense), encoded: x, target, in: context)
    }
}

extension FittedLogisticRegression: EncodedRowsPredictor {
    /// Returns the predictions of several models for the same rows.
    ///
    /// - Complexity: O(rows × (dense columns + blocks) × classes × models).
    public static func predict(
        _ models: [FittedLogisticRegression], for x: EncodedRows, kinds: PredictionKinds
    ) throws -> [Predictions] {
        for model in models {
            try model.checkColumns(of: x)
            try model.check(kinds)
        }
        return try predictions(models, kinds) { x.timesTransposed($0) }
    }
}
