import LinearAlgebra

extension StandardScaler: SummaryEstimator {
    /// Means and variances only.
    public static let detail = SummaryDetail.columns

    /// Learns each column's mean and scale from the moments of the rows.
    ///
    /// O(columns).
    public func fit(_ summary: Moments, in context: FitContext) -> FittedStandardScaler? {
        guard summary.isAccurate else { return nil }
        let means = summary.means
        let scale = zip(summary.variances, means).map { variance, mean in
            withStd ? Self.scale(variance: variance, mean: mean, rows: summary.count) : 1
        }
        return FittedStandardScaler(mean: withMean ? means : means.map { _ in 0 }, scale: scale)
    }
}

extension FittedStandardScaler: AffineTransformer {
    /// `(x - mean) / scale`.
    public var affineMap: AffineMap { AffineMap(centre: mean, linear: .diagonal(scale.map { 1 / $0 })) }
}
