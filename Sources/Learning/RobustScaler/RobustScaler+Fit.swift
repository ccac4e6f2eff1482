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
        try model(of: (0..<x.columns).lazy.map { AscendingNumbers(of: x[column: $0]) }, in: context)
    }

    private func model(
        of columns: some Sequence<AscendingNumbers>, in context: FitContext
    ) throws -> FittedRobustScaler {
        try checkQuantiles()
        var (centre, scale, empty): ([Double], [Double], [Int]) = ([], [], [])
        let normalWidth = unitVariance ? width(ofNormal: quantileMin, quantileMax) : 1
        for (column, numbers) in columns.enumerated() {
            try context.checkCancellation()
            guard !numbers.isEmpty else {
                empty.append(column)
                centre.append(0)
                scale.append(1)
                continue
            }
            centre.append(withCentering ? numbers.median : 0)
            guard withScaling else {
                scale.append(1)
                continue
            }
            let quantiles = numbers.linear(percentages: [quantileMin, quantileMax])
            let distance = quantiles[1] - quantiles[0]
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

extension RobustScaler: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Computes the median and the quantiles of each column, with the same result as a fit to the rows.
    ///
    /// - Complexity: O(log² rows) a column.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedRobustScaler? {
        let columns = summary.numbers
        return columns.count == summary.columns.count ? try model(of: columns, in: context) : nil
    }
}
