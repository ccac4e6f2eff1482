extension Metrics {
    /// The mean of the squared errors.
    ///
    /// O(n).
    public static func meanSquaredError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { ($0 - $1) * ($0 - $1) }
    }

    /// The square root of the mean of the squared errors, in the target's unit.
    ///
    /// O(n).
    public static func rootMeanSquaredError(truth: [Double], predicted: [Double]) throws -> Double {
        try meanSquaredError(truth: truth, predicted: predicted).squareRoot()
    }

    /// The mean of the errors' magnitudes, in the target's unit.
    ///
    /// O(n).
    public static func meanAbsoluteError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { abs($0 - $1) }
    }

    /// The median of the errors' magnitudes, the mean of the middle two if there are as many.
    ///
    /// O(n log n).
    public static func medianAbsoluteError(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        let errors = zip(truth, predicted).map { abs($0 - $1) }.sorted()
        let middle = errors.count / 2
        return errors.count.isMultiple(of: 2) ? (errors[middle - 1] + errors[middle]) / 2 : errors[middle]
    }

    /// The greatest of the errors' magnitudes, in the target's unit.
    ///
    /// O(n).
    public static func maxError(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        return zip(truth, predicted).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    /// The mean of the errors' magnitudes as shares of the truth's, 0.1 for 10 %.
    ///
    /// O(n).
    ///
    /// A truth of 0 counts as the spacing of `Double` at 1, which makes any error there huge.
    public static func meanAbsolutePercentageError(truth: [Double], predicted: [Double]) throws -> Double {
        try mean(truth, predicted) { abs($0 - $1) / max(abs($0), .ulpOfOne) }
    }
}
