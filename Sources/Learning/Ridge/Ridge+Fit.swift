import LinearAlgebra

extension Ridge {
    /// Fits the coefficients by the normal equations, or their dual if there are more columns than rows.
    ///
    /// Uses eigenvectors if columns are linearly dependent, and singular values if the equations are ill-conditioned.
    ///
    /// - Complexity: O(rows × columns × min(rows, columns)).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums of squares overflow.
    public func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> FittedRidge {
        var equations = try RowEquations(x, values, weights: context.weights, fitIntercept: fitIntercept)
        return try equations.solution(alpha: alpha)
    }
}
