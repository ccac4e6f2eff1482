import LinearAlgebra

extension MinMaxScaler: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Fits each column's scale from its range, with the same result to the bit as a fit to the rows.
    public func fit(_ summary: ColumnRanges, in context: FitContext) throws -> FittedMinMaxScaler? {
        try model(summary.minima, summary.maxima)
    }
}

extension FittedMinMaxScaler: AffineTransformer {
    /// `(x - dataMin) × scale + featureMin`.
    public var affineMap: AffineMap {
        AffineMap(
            centre: dataMin, linear: .diagonal(scale),
            offset: zip(dataMin, zip(scale, offset)).map { $0 * $1.0 + $1.1 })
    }

    /// Whether no column's values exceed four times their range.
    ///
    /// The transform multiplies values with their offset by the scale, which rounds them. All rows have the same
    /// rounding, which a later step subtracts. An exact map has no such rounding to subtract.
    ///
    /// A map does not make a column without training values missing.
    public var keepsDigits: Bool {
        columnsWithoutValues == nil
            && zip(scale, zip(dataMin, dataMax)).allSatisfy { scale, ends in
                // A constant column has no range before scaling, but one after it.
                max(abs(ends.0), abs(ends.1)) <= 4 * max(ends.1 - ends.0, 1 / scale)
            }
    }
}
