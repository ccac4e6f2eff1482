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

    /// Whether no column's values are more than four times as large as their range.
    ///
    /// They are multiplied by the scale with their offset, and rounded by it. All rows are moved by the same part of that,
    /// which a step behind takes off again; of an exact map it would take off what is not there.
    public var keepsDigits: Bool {
        zip(scale, zip(dataMin, dataMax)).allSatisfy { scale, ends in
            // Constant columns have no range, but a new one.
            max(abs(ends.0), abs(ends.1)) <= 4 * max(ends.1 - ends.0, 1 / scale)
        }
    }
}
