import LinearAlgebra

extension Ridge: SummaryEstimator, PathEstimator {
    /// `alpha`: all values share one matrix, except for its diagonal.
    public static let pathParameter = "alpha"

    /// Fits the coefficients to the moments of the rows.
    ///
    /// - Returns: Nil if a fit to the rows would not use the normal equations, or would round differently: if there are
    ///   at least as many columns as rows, if the equations are ill-conditioned, if a column or the target has a large
    ///   offset, or without an intercept.
    public func fit(_ summary: Moments, in context: FitContext) throws -> FittedRidge? {
        try Self.fit(path: [self], summary, in: context)[0]
    }

    /// Fits one model for each penalty, with a Cholesky factorisation each, or jointly if the columns are uncorrelated,
    /// as principal components are.
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

    /// Fits each penalty to the rows, with one set of products for all of them.
    public static func fit(
        path: [Ridge], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedRidge, any Error>] {
        guard let values = target.values else {
            throw LearningError.wrongTarget(step: kind, expected: .regression)
        }
        return try fit(path: path, in: context) {
            try RowEquations(x, values, weights: context.weights, fitIntercept: $0)
        }
    }

    /// Fits each penalty to the equations of the first whose set-up succeeds.
    ///
    /// - Parameter equations: Sets up the equations, with an intercept or without.
    static func fit(
        path: [Ridge], in context: FitContext, equations: (_ fitIntercept: Bool) throws -> RowEquations
    ) throws -> [Result<FittedRidge, any Error>] {
        var known: RowEquations?
        return try path.map { ridge in
            try context.checkCancellation()
            return Result {
                var own = try known ?? equations(ridge.fitIntercept)
                defer { known = own }
                return try own.solution(alpha: ridge.alpha)
            }
        }
    }
}

extension FittedRidge: BatchPredictor {
    /// Returns the predictions of several models for the same rows, computed by one product.
    ///
    /// - Complexity: O(rows × columns × models).
    public static func predict(
        _ models: [FittedRidge], for x: Matrix, kinds: PredictionKinds
    ) throws -> [Predictions] {
        for model in models { try model.checkColumns(of: x) }
        let weights = Matrix(models.map(\.coefficients))
        let values = x.timesTransposed(weights)
        return try models.indices.map { index in
            try models[index].predictions(models[index].accurate(values[column: index], of: x))
        }
    }

    /// Returns accurate weighted sums of rows, given those from the joint product of several models.
    ///
    /// If the columns have a large offset that the intercept cancels, the rounding error of the sums is visible and
    /// depends on the shape of the product. The sums are then recomputed for the single model.
    private func accurate(_ sums: [Double], of x: Matrix) -> [Double] {
        guard let least = sums.min(), let greatest = sums.max() else { return sums }
        let terms = zip(coefficients, x[row: 0]).reduce(0) { $0 + abs($1.0 * $1.1) }
        return terms > Moments.largestOffset * (greatest - least) ? x.times(coefficients) : sums
    }
}
