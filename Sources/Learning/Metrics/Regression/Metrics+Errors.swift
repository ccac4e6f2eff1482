extension Metrics {
    /// Returns the mean squared error.
    ///
    /// - Complexity: O(n).
    public static func meanSquaredError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { ($0 - $1) * ($0 - $1) }
    }

    /// Returns the root mean squared error, in the target's unit.
    ///
    /// - Complexity: O(n).
    public static func rootMeanSquaredError(truth: [Double], predicted: [Double]) throws -> Double {
        try meanSquaredError(truth: truth, predicted: predicted).squareRoot()
    }

    /// Returns the mean absolute error, in the target's unit.
    ///
    /// - Complexity: O(n).
    public static func meanAbsoluteError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { abs($0 - $1) }
    }

    /// Returns the median absolute error; for an even number of rows, the mean of the middle two.
    ///
    /// - Complexity: O(n log n).
    public static func medianAbsoluteError(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        let errors = zip(truth, predicted).map { abs($0 - $1) }.sorted()
        let middle = errors.count / 2
        return errors.count.isMultiple(of: 2) ? (errors[middle - 1] + errors[middle]) / 2 : errors[middle]
    }

    /// Returns the maximum absolute error, in the target's unit.
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
    public static func meanAbsolutePercentageError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { abs($0 - $1) / max(abs($0), .ulpOfOne) }
    }
}
