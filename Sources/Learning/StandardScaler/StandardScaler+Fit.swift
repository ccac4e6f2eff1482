import LinearAlgebra

extension StandardScaler {
    /// Fits each column's mean and scale, weighted by the weights of the rows, in two passes over the rows.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if a column's sum, or its sum of squares, overflows.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedStandardScaler
    {
        guard withMean || withStd else { return identity(columns: x.columns) }
        if let weights = context.weights { return try fit(toPresentOf: x, weights) }
        // All means are finite only if no number is missing.
        let means = x.columnMeans()
        guard means.allSatisfy(\.isFinite) else { return try fit(toPresentOf: x, nil) }
        var scale = [Double](repeating: 1, count: x.columns)
        if withStd {
            let variances = x.columnVariances(about: means)
            for (column, (variance, mean)) in zip(variances, means).enumerated() {
                guard variance.isFinite else { throw Self.squaresOverflow(column) }
                scale[column] = Self.scale(variance: variance, mean: mean, weight: Double(x.rows))
            }
        }
        return FittedStandardScaler(
            mean: withMean ? means : [Double](repeating: 0, count: x.columns), scale: scale)
    }

    /// Fits each column's mean and scale to its numbers that are not missing.
    private func fit(toPresentOf x: Matrix, _ weights: [Double]?) throws -> FittedStandardScaler {
        let statistics = x.statisticsOfPresent(weights: weights)
        var model = identity(columns: x.columns)
        let empty = statistics.totals.indices.filter { statistics.totals[$0] == 0 }
        model.columnsWithoutValues = empty.isEmpty ? nil : empty
        for column in 0..<x.columns where statistics.totals[column] > 0 {
            let (mean, variance) = (statistics.means[column], statistics.variances[column])
            guard mean.isFinite else { throw LearningError.sumOverflow(Self.kind, column) }
            guard !withStd || variance.isFinite else { throw Self.squaresOverflow(column) }
            if withMean { model.mean[column] = mean }
            if withStd {
                model.scale[column] = Self.scale(
                    variance: variance, mean: mean, weight: statistics.totals[column])
            }
        }
        return model
    }

    func identity(columns: Int) -> FittedStandardScaler {
        FittedStandardScaler(
            mean: [Double](repeating: 0, count: columns), scale: [Double](repeating: 1, count: columns))
    }

    static func squaresOverflow(_ column: Int) -> LearningError {
        .fitFailed(
            step: kind,
            reason:
                "the values of column \(column) (counted from 0) are too large: the sum of their squares overflows"
        )
    }

    /// Returns the standard deviation to divide a column by, or 1 if it is within the rounding error of a constant
    /// column.
    ///
    /// The bound on the rounding error is that of the two-pass algorithm, as in scikit-learn.
    ///
    /// - Parameter weight: The total weight of the rows, which is their number without weights.
    package static func scale(variance: Double, mean: Double, weight: Double) -> Double {
        isConstant(variance: variance, mean: mean, weight: weight) ? 1 : variance.squareRoot()
    }

    /// Returns whether a variance is within the rounding error of that of a constant column.
    static func isConstant(variance: Double, mean: Double, weight: Double) -> Bool {
        let meanError = weight * mean * .ulpOfOne
        return variance <= weight * .ulpOfOne * variance + meanError * meanError
    }
}
