import LinearAlgebra

extension Ridge: SummaryEstimator, PathEstimator {
    /// `alpha`: all of them solve with one matrix, but for its diagonal.
    public static let pathParameter = "alpha"

    /// Learns the coefficients from the moments of the rows.
    ///
    /// Nil where the plain fit would not take the normal equations, or would be rounded otherwise: where columns are as
    /// many as rows, the equations are not well-conditioned, or a column or the target has a large offset; and without an
    /// intercept.
    public func fit(_ summary: Moments, in context: FitContext) throws -> FittedRidge? {
        try Self.fit(path: [self], summary, in: context)[0]
    }

    /// Learns the coefficients of several penalties, by a Cholesky factor each, or at once where the columns are not
    /// correlated, as principal components are.
    public static func fit(
        path: [Ridge], _ summary: Moments, in context: FitContext
    ) throws -> [FittedRidge?] {
        guard summary.count > summary.sums.count, let equations = NormalEquations(summary)
        else { return path.map { _ in nil } }
        return try path.map { ridge in
            try context.checkCancellation()
            return ridge.fitIntercept ? equations.solution(alpha: ridge.alpha) : nil
        }
    }

    /// Fits each penalty to the rows: by one set of cross-products where the rows are many.
    public static func fit(
        path: [Ridge], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedRidge, any Error>] {
        guard let values = target.values else {
            throw LearningError.wrongTarget(step: kind, expected: .regression)
        }
        var shared = path.map { _ in FittedRidge?.none }
        if x.rows > x.columns {
            let moments = Moments(
                of: x, target, about: Origin(amid: x, target), detail: .products)
            shared = try fit(path: path, moments, in: context)
        }
        return try zip(path, shared).map { ridge, model in
            try context.checkCancellation()
            return Result { try model ?? ridge.fit(checked: x, values, in: context) }
        }
    }
}

extension FittedRidge: BatchPredictor {
    /// The values that each of several models tells of the same rows, by one product.
    ///
    /// O(rows × columns × models).
    public static func predict(
        _ models: [FittedRidge], for x: Matrix, kinds wanted: PredictionKinds
    ) throws -> [Predictions] {
        for model in models { try model.checkColumns(of: x) }
        let weights = Matrix(models.map(\.coefficients))
        let values = x.timesTransposed(weights)
        return try models.indices.map { index in
            try models[index].predictions(models[index].accurate(values[column: index], of: x))
        }
    }

    /// The weighted sums of rows, given those that a product of several models' weights found.
    ///
    /// Where a large offset of the columns goes out of the sums with the intercept, their rounding shows, and depends on
    /// how the product was made. It is then made again, as for a model by itself.
    private func accurate(_ sums: [Double], of x: Matrix) -> [Double] {
        guard let least = sums.min(), let greatest = sums.max() else { return sums }
        let terms = zip(coefficients, x[row: 0]).reduce(0) { $0 + abs($1.0 * $1.1) }
        return terms > Moments.largestOffset * (greatest - least) ? x.times(coefficients) : sums
    }
}
