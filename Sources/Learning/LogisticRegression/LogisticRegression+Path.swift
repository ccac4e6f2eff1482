import LinearAlgebra

extension LogisticRegression: RowPanelEstimator {
    /// `C`: all values descend side by side, and the rows are read once for all of them.
    public static let pathParameter = "C"

    /// Fits one model for each value of `C`.
    public static func fit(
        path: [LogisticRegression], _ x: RowPanels, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedLogisticRegression, any Error>] {
        try fit(path: path, x, encoded: nil, target, in: context)
    }

    /// Fits one model for each value of `C` to rows in panels, or to encoded rows whose dense columns are in panels.
    static func fit(
        path: [LogisticRegression], _ x: RowPanels, encoded: EncodedRows?, _ target: Target,
        in context: FitContext
    ) throws -> [Result<FittedLogisticRegression, any Error>] {
        guard let labels = target.labels else {
            throw LearningError.wrongTarget(step: kind, expected: .classification)
        }
        guard let first = path.first else { return [] }
        // Without a penalty, C has no effect.
        if first.penalty == .none {
            let model = Result<FittedLogisticRegression, any Error> {
                try first.fit(x, encoded: encoded, labels, cs: [first.c], in: context)[0]
            }
            return path.map { _ in model }
        }
        do {
            return try first.fit(x, encoded: encoded, labels, cs: path.map(\.c), in: context).map {
                .success($0)
            }
        } catch let error as LearningError {
            // An error ends all descents; separate fits show which one fails.
            guard path.count > 1 else { throw error }
            return path.map { estimator in
                Result {
                    try estimator.fit(x, encoded: encoded, labels, cs: [estimator.c], in: context)[0]
                }
            }
        }
    }
}

extension FittedLogisticRegression: BatchPredictor {
    /// Returns the predictions of several models for the same rows, computed by one product.
    ///
    /// - Complexity: O(rows × columns × classes × models).
    public static func predict(
        _ models: [FittedLogisticRegression], for x: Matrix, kinds: PredictionKinds
    ) throws -> [Predictions] {
        for model in models {
            try model.checkColumns(of: x)
            try model.check(kinds)
        }
        return try predictions(models, kinds) { x.timesTransposed($0) }
    }

    /// Returns the predictions of several models with the same number of columns, given the products of the rows with all
    /// of their coefficients.
    static func predictions(
        _ models: [FittedLogisticRegression], _ kinds: PredictionKinds,
        products: (_ coefficients: Matrix) -> Matrix
    ) throws -> [Predictions] {
        let rows = models.map(\.coefficients.rows)
        let scores = products(
            Matrix(
                rows: rows.reduce(0, +), columns: models.first?.featureCount ?? 0,
                values: models.flatMap { $0.coefficients.values }))
        var start = 0
        return try zip(models, rows).map { model, count in
            defer { start += count }
            return try model.predictions(scores, columns: start..<start + count, kinds)
        }
    }
}
