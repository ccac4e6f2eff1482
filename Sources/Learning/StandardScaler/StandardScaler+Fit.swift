import LinearAlgebra

extension StandardScaler {
    /// Fits each column's mean and scale in two passes over the rows.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if a column's sum, or its sum of squares, overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedStandardScaler
    {
        let means = withMean || withStd ? try x.finiteColumnMeans(for: Self.kind) : []
        var scale = [Double](repeating: 1, count: x.columns)
        if withStd {
            let variances = x.columnVariances(about: means)
            for (column, (variance, mean)) in zip(variances, means).enumerated() {
                guard variance.isFinite else {
                    throw LearningError.fitFailed(
                        step: Self.kind,
                        reason:
                            "the values of column \(column) (counted from 0) are too large: the sum of their "
                            + "squares overflows")
                }
                scale[column] = Self.scale(variance: variance, mean: mean, rows: x.rows)
            }
        }
        return FittedStandardScaler(
            mean: withMean ? means : [Double](repeating: 0, count: x.columns), scale: scale)
    }

    /// Returns the standard deviation to divide a column by, or 1 if it is within the rounding error of a constant
    /// column.
    ///
    /// The bound on the rounding error is that of the two-pass algorithm, as in scikit-learn.
    package static func scale(variance: Double, mean: Double, rows: Int) -> Double {
        let count = Double(rows)
        let meanError = count * mean * .ulpOfOne
        let isConstant = variance <= count * .ulpOfOne * variance + meanError * meanError
        return isConstant ? 1 : variance.squareRoot()
    }
}
