extension Metrics {
    /// The coefficient of determination R²: 1 less the squared errors as a share of what predicting the mean would
    /// give.
    ///
    /// NaN for fewer than two rows; for a constant truth 1 if every prediction is right, else 0. O(n).
    public static func r2(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        guard truth.count > 1 else { return .nan }
        let errors = sum(truth, predicted) { ($0 - $1) * ($0 - $1) }
        return explained(unexplained: errors, total: squaredDeviations(truth))
    }

    /// As ``r2(truth:predicted:)``, but an error that is the same for all rows does not count; 1 for a single row.
    ///
    /// O(n).
    public static func explainedVariance(truth: [Double], predicted: [Double]) throws -> Double {
        try checkShapes(truth.count, predicted.count)
        let errors = zip(truth, predicted).map { $0 - $1 }
        return explained(unexplained: squaredDeviations(errors), total: squaredDeviations(truth))
    }

    /// 1 − unexplained/total; where there is nothing to explain, 1 if nothing is left unexplained and 0 otherwise.
    private static func explained(unexplained: Double, total: Double) -> Double {
        if unexplained == 0 { return 1 }
        return total == 0 ? 0 : 1 - unexplained / total
    }

    /// The sum of the squared distances to the mean: exactly 0 for equal values.
    ///
    /// scikit-learn does without that guard, so that for some constants (three times 0.1, say) the mean's rounding
    /// passes for variance and its R² is of the order of −10³¹ where it means to give 0.
    private static func squaredDeviations(_ values: [Double]) -> Double {
        guard let first = values.first, !values.allSatisfy({ $0 == first }) else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
}
