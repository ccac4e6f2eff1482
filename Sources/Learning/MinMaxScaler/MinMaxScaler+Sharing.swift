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
}
