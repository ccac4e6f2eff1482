extension Metrics {
    /// Returns the coefficient of determination R²: 1 minus the ratio of the squared errors to those of predicting the
    /// mean.
    ///
    /// NaN for fewer than two rows. For a constant truth, 1 if every prediction is exact, otherwise 0.
    ///
    /// - Complexity: O(n).
    public static func r2(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try checkShapes(truth.count, predicted.count, weights)
        guard truth.count > 1 else { return .nan }
        let errors = sum(truth, predicted, weights) { ($0 - $1) * ($0 - $1) }
        return explained(unexplained: errors, total: squaredDeviations(truth, weights))
    }

    /// Returns R² after subtracting the mean error; 1 for a single row.
    ///
    /// - Complexity: O(n).
    public static func explainedVariance(
        truth: [Double], predicted: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try checkShapes(truth.count, predicted.count, weights)
        let errors = zip(truth, predicted).map { $0 - $1 }
        return explained(
            unexplained: squaredDeviations(errors, weights), total: squaredDeviations(truth, weights))
    }

    /// Returns 1 − unexplained/total; for a total of 0, 1 if nothing is unexplained, otherwise 0.
    private static func explained(unexplained: Double, total: Double) -> Double {
        if unexplained == 0 { return 1 }
        return total == 0 ? 0 : 1 - unexplained / total
    }

    /// Returns the weighted sum of squared deviations from the weighted mean: exactly 0 for equal values.
    ///
    /// scikit-learn lacks this guard. For some constants (three times 0.1, for example), the rounding of the mean
    /// counts as variance there, and R² is of the order of −10³¹ instead of 0.
    private static func squaredDeviations(_ values: [Double], _ weights: [Double]?) -> Double {
        if let weights {
            let counted = weights.indices.filter { weights[$0] > 0 }
            guard let first = counted.first, !counted.allSatisfy({ values[$0] == values[first] }) else {
                return 0
            }
            let mean = counted.reduce(0) { $0 + weights[$1] * values[$1] } / weights.reduce(0, +)
            return counted.reduce(0) { $0 + weights[$1] * (values[$1] - mean) * (values[$1] - mean) }
        }
        guard let first = values.first, !values.allSatisfy({ $0 == first }) else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
}
