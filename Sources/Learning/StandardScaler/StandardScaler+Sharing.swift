import LinearAlgebra

extension StandardScaler: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Fits each column's mean and scale to the moments of the rows.
    ///
    /// - Returns: Nil if the rounding errors of the rows matter: if a column's offset is large or is not subtracted, if
    ///   a number is missing, or if columns are linearly dependent and a later step amplifies small columns.
    /// - Complexity: O(columns), and O(columns³) to determine the rank.
    public func fit(_ summary: Moments, in context: FitContext) -> FittedStandardScaler? {
        guard withMean, summary.isAccurate, !context.smallColumnsMatter || summary.hasFullRank
        else { return nil }
        let means = summary.means
        let scale = zip(summary.variances, means).map { variance, mean in
            withStd ? Self.scale(variance: variance, mean: mean, weight: summary.weight) : 1
        }
        return FittedStandardScaler(mean: means, scale: scale)
    }
}

extension FittedStandardScaler: AffineTransformer {
    /// `(x - mean) / scale`.
    public var affineMap: AffineMap { AffineMap(centre: mean, linear: .diagonal(scale.map { 1 / $0 })) }

    /// Whether the mean is subtracted; otherwise, a column's rounding error depends on it.
    ///
    /// A map does not make a column without training values missing.
    public var keepsDigits: Bool {
        columnsWithoutValues == nil && zip(mean, scale).allSatisfy { $0 != 0 || $1 == 1 }
    }
}
