import LinearAlgebra

extension LogisticRegression: RowPanelEstimator {
    /// `C`: all of them descend side by side, and the rows are read once for all.
    public static let pathParameter = "C"

    /// Learns once for each `C`.
    public static func fit(
        path: [LogisticRegression], _ x: RowPanels, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedLogisticRegression, any Error>] {
        guard let labels = target.labels else {
            throw LearningError.wrongTarget(step: kind, expected: .classification)
        }
        guard let first = path.first else { return [] }
        // Without a penalty C has no part in it.
        if first.penalty == .none {
            let model = Result<FittedLogisticRegression, any Error> {
                try first.fit(x, labels, cs: [first.c], in: context)[0]
            }
            return path.map { _ in model }
        }
        do {
            return try first.fit(x, labels, cs: path.map(\.c), in: context).map { .success($0) }
        } catch let error as LearningError {
            // One that fails ends the descent of all: which it is shows when each goes by itself.
            guard path.count > 1 else { throw error }
            return path.map { estimator in
                Result { try estimator.fit(x, labels, cs: [estimator.c], in: context)[0] }
            }
        }
    }
}

extension FittedLogisticRegression: BatchPredictor {
    /// What each of several models tells of the same rows, by one product.
    ///
    /// O(rows × columns × classes × models).
    public static func predict(
        _ models: [FittedLogisticRegression], for x: Matrix, kinds wanted: PredictionKinds
    ) throws -> [Predictions] {
        for model in models {
            try model.checkColumns(of: x)
            try model.check(wanted)
        }
        let rows = models.map(\.coefficients.rows)
        let weights = Matrix(
            rows: rows.reduce(0, +), columns: x.columns,
            values: models.flatMap { $0.coefficients.values })
        let scores = x.timesTransposed(weights)
        var start = 0
        return try zip(models, rows).map { model, count in
            defer { start += count }
            return try model.predictions(scores, columns: start..<start + count, wanted)
        }
    }
}
