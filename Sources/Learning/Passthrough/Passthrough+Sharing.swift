extension Passthrough: SummaryEstimator {
    /// The number of columns would do.
    public static let detail = SummaryDetail.columns

    /// Learns the number of columns.
    public func fit(_ summary: Moments, in context: FitContext) -> FittedPassthrough? {
        FittedPassthrough(featureCount: summary.sums.count)
    }
}

extension FittedPassthrough: AffineTransformer {
    /// The identity.
    public var affineMap: AffineMap {
        AffineMap(
            centre: [Double](repeating: 0, count: featureCount),
            linear: .diagonal([Double](repeating: 1, count: featureCount)))
    }
}
