import LinearAlgebra

extension QuantileTransformer {
    /// Computes the quantiles of each column.
    ///
    /// - Complexity: O(rows log rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the difference of two quantiles overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedQuantileTransformer
    {
        let references = Quantiles.linearSpace(from: 0, to: 1, count: min(nQuantiles, x.rows))
        let quantiles = try (0..<x.columns).map { column in
            try context.checkCancellation()
            let quantiles = Quantiles(of: x[column: column])
            guard let low = quantiles.sorted.first, let high = quantiles.sorted.last else {
                return [Double]()
            }
            guard (high - low).isFinite else {
                throw LearningError.fitFailed(
                    step: Self.kind,
                    reason:
                        "column \(column) (counted from 0) cannot be transformed: its range is \(low) to \(high)"
                )
            }
            return references.map { quantiles.linear(percent: $0 * 100) }
        }
        return FittedQuantileTransformer(
            references: references, quantiles: quantiles, outputDistribution: outputDistribution)
    }
}
