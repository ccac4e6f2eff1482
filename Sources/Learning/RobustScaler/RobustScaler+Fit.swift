import LinearAlgebra

extension RobustScaler {
    /// Computes the median and the quantiles of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)`` if the upper quantile is less than the
    ///   lower one, or with `unit_variance` if they are equal, or if one is 0 or 100;
    ///   ``LearningError/fitFailed(step:reason:)`` if a distance overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedRobustScaler
    {
        try checkQuantiles()
        var (centre, scale, empty): ([Double], [Double], [Int]) = ([], [], [])
        let normalWidth = unitVariance ? width(ofNormal: quantileMin, quantileMax) : 1
        for column in 0..<x.columns {
            try context.checkCancellation()
            let quantiles = Quantiles(of: x[column: column], at: [50, quantileMin, quantileMax])
            guard !quantiles.isEmpty else {
                empty.append(column)
                centre.append(0)
                scale.append(1)
                continue
            }
            centre.append(withCentering ? quantiles.median : 0)
            guard withScaling else {
                scale.append(1)
                continue
            }
            let distance = quantiles.linear(percent: quantileMax) - quantiles.linear(percent: quantileMin)
            guard distance >= 0, distance.isFinite else {
                throw LearningError.fitFailed(
                    step: Self.kind,
                    reason:
                        "column \(column) (counted from 0) cannot be scaled: the distance between its quantiles "
                        + "overflows")
            }
            // A smaller distance counts as none, as in scikit-learn.
            scale.append((distance < 10 * .ulpOfOne ? 1 : distance) / normalWidth)
        }
        let isIdentity = !withCentering && !withScaling
        return FittedRobustScaler(
            center: centre, scale: scale, columnsWithoutValues: empty.isEmpty || isIdentity ? nil : empty)
    }

    /// Throws for quantiles that no fit accepts.
    public func validate(for shape: FitShape) throws { try checkQuantiles() }

    private func checkQuantiles() throws {
        guard quantileMin <= quantileMax, !unitVariance || quantileMin < quantileMax else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "quantile_max", found: quantileMax.description,
                expected: "greater than quantile_min, which is \(quantileMin)")
        }
        // The normal distribution has no least and no greatest number.
        guard !unitVariance || quantileMin > 0 && quantileMax < 100 else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "unit_variance", found: "true",
                expected: "false for a quantile of 0 or 100 percent")
        }
    }

    /// The distance between two quantiles of the normal distribution.
    private func width(ofNormal low: Double, _ high: Double) -> Double {
        NormalDistribution.quantile(high / 100) - NormalDistribution.quantile(low / 100)
    }
}
