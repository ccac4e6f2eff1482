extension Passthrough: SummaryEstimator {
    /// The number of columns suffices.
    public static let detail = SummaryDetail.columns

    /// Stores the number of columns.
    public func fit(_ summary: Moments, in context: FitContext) -> FittedPassthrough? {
        FittedPassthrough(featureCount: summary.sums.count)
    }
}

extension FittedPassthrough: AffineTransformer {
    /// The identity map.
    public var affineMap: AffineMap {
        AffineMap(
            centre: [Double](repeating: 0, count: featureCount),
            linear: .diagonal([Double](repeating: 1, count: featureCount)))
    }
}
