import LinearAlgebra

extension MinMaxScaler: SummaryEstimator {
    /// Nothing of how columns go together.
    public static let detail = SummaryDetail.columns

    /// Learns each column's scale from its range: to the bit what the rows give.
    public func fit(_ summary: ColumnRanges, in context: FitContext) throws -> FittedMinMaxScaler? {
        try model(summary.minima, summary.maxima)
    }
}

extension FittedMinMaxScaler: AffineTransformer {
    /// `(x - dataMin) × scale + the least of the new range`.
    public var affineMap: AffineMap {
        AffineMap(
            centre: dataMin, linear: .diagonal(scale),
            offset: zip(dataMin, zip(scale, offset)).map { $0 * $1.0 + $1.1 })
    }

    /// Whether no column's values are more than 10,000 times as large as their range: they are multiplied by the scale
    /// with their offset, and rounded by it.
    public var keepsDigits: Bool {
        zip(scale, zip(dataMin, dataMax)).allSatisfy { scale, ends in
            // As a part of the range; constant columns have none, and lose what their size is in units of the new range.
            let size = max(abs(ends.0), abs(ends.1))
            return size <= Moments.largestOffset * max(ends.1 - ends.0, 1 / scale)
        }
    }
}
