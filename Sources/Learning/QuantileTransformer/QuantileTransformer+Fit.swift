import LinearAlgebra

extension QuantileTransformer {
    /// Computes the quantiles of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the difference of two quantiles overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedQuantileTransformer
    {
        try model(
            of: (0..<x.columns).lazy.map { AscendingNumbers(of: x[column: $0]) }, rows: x.rows, in: context)
    }

    private func model(
        of columns: some Sequence<AscendingNumbers>, rows: Int, in context: FitContext
    ) throws -> FittedQuantileTransformer {
        let references = [Double](from: 0, to: 1, count: min(nQuantiles, rows))
        let quantiles = try columns.enumerated().map { column, numbers in
            try context.checkCancellation()
            guard let low = numbers.first, let high = numbers.last else { return [Double]() }
            guard (high - low).isFinite else {
                throw LearningError.fitFailed(
                    step: Self.kind,
                    reason:
                        "column \(column) (counted from 0) cannot be transformed: its range is \(low) to \(high)"
                )
            }
            return numbers.linear(percentages: references.map { $0 * 100 })
        }
        return FittedQuantileTransformer(
            references: references, quantiles: quantiles, outputDistribution: outputDistribution)
    }
}

extension QuantileTransformer: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Computes the quantiles of each column, with the same result as a fit to the rows.
    ///
    /// - Complexity: O(quantiles × log² rows) a column, and less for many quantiles.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedQuantileTransformer? {
        let columns = summary.numbers
        guard columns.count == summary.columns.count else { return nil }
        return try model(of: columns, rows: summary.rowCount, in: context)
    }
}
