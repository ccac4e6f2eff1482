import LinearAlgebra

extension StandardScaler: SummaryEstimator {
    /// Means and variances only.
    public static let detail = SummaryDetail.columns

    /// Learns each column's mean and scale from the moments of the rows.
    ///
    /// Nil where the rounding errors of the rows matter: if a column's offset is large or is kept, and, if a later step
    /// amplifies small columns, if columns are linearly dependent. O(columns), and O(columns³) to find the rank.
    public func fit(_ summary: Moments, in context: FitContext) -> FittedStandardScaler? {
        guard withMean, summary.isAccurate, !context.smallColumnsMatter || summary.hasFullRank
        else { return nil }
        let means = summary.means
        let scale = zip(summary.variances, means).map { variance, mean in
            withStd ? Self.scale(variance: variance, mean: mean, rows: summary.count) : 1
        }
        return FittedStandardScaler(mean: means, scale: scale)
    }
}

extension FittedStandardScaler: AffineTransformer {
    /// `(x - mean) / scale`.
    public var affineMap: AffineMap { AffineMap(centre: mean, linear: .diagonal(scale.map { 1 / $0 })) }

    /// Whether the mean is taken off: a column that keeps it is rounded by it.
    public var keepsDigits: Bool { zip(mean, scale).allSatisfy { $0 != 0 || $1 == 1 } }
}
