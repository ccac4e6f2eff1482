extension Metrics {
    /// Returns the mean squared error.
    ///
    /// - Complexity: O(n).
    public static func meanSquaredError(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try mean(truth, predicted, weights) { ($0 - $1) * ($0 - $1) }
    }

    /// Returns the root mean squared error, in the target's unit.
    ///
    /// - Complexity: O(n).
    public static func rootMeanSquaredError(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try meanSquaredError(truth: truth, predicted: predicted, weights: weights).squareRoot()
    }

    /// Returns the mean absolute error, in the target's unit.
    ///
    /// - Complexity: O(n).
    public static func meanAbsoluteError(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try mean(truth, predicted, weights) { abs($0 - $1) }
    }

    /// Returns the median absolute error; for an even number of rows, the mean of the middle two.
    ///
    /// - Complexity: O(n log n).
    public static func medianAbsoluteError(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try checkShapes(truth.count, predicted.count, weights)
        if let weights {
            let errors = zip(truth, predicted).map { abs($0 - $1) }
            return WeightedQuantiles(of: errors, weights: weights).averagedInverted(percent: 50)
        }
        let errors = zip(truth, predicted).map { abs($0 - $1) }.sorted()
        let middle = errors.count / 2
        return errors.count.isMultiple(of: 2) ? (errors[middle - 1] + errors[middle]) / 2 : errors[middle]
    }

    /// Returns the maximum absolute error, in the target's unit, which does not depend on weights.
    ///
    /// - Complexity: O(n).
    public static func maxError(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        return zip(truth, predicted).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    /// Returns the mean absolute error relative to the truth: 0.1 for 10 %.
    ///
    /// A truth of 0 counts as the spacing of `Double` at 1, so any error there is huge.
    ///
    /// - Complexity: O(n).
    public static func meanAbsolutePercentageError(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try mean(truth, predicted, weights) { abs($0 - $1) / max(abs($0), .ulpOfOne) }
    }
}
