import LinearAlgebra

extension VarianceThreshold {
    /// Computes the variance of each column in two passes over the rows.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if no column is kept, or if a sum overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedVarianceThreshold
    {
        var variances = x.statisticsOfPresent().variances
        if threshold == 0 {
            // The variance of a constant column may be a rounding error.
            let (minima, maxima) = x.columnRanges()
            for column in variances.indices where variances[column] > maxima[column] - minima[column] {
                variances[column] = maxima[column] - minima[column]
            }
        }
        if let column = variances.indices.first(where: {
            !variances[$0].isFinite && !x[column: $0].allSatisfy(\.isNaN)
        }) {
            throw LearningError.sumOverflow(Self.kind, column)
        }
        let kept = variances.indices.filter { variances[$0] > threshold }
        guard !kept.isEmpty else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "no column has a variance above the threshold, which is \(threshold)"
            )
        }
        return FittedVarianceThreshold(
            variances: variances.map { $0.isNaN ? nil : $0 }, columns: kept)
    }
}
