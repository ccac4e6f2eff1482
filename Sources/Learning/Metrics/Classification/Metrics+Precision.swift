extension Metrics {
    /// Returns the fraction of the rows predicted as a class that belong to it; 0 if no row is predicted as it.
    ///
    /// - Complexity: O(n).
    public static func precision(
        truth: [Int32], predicted: [Int32], _ averaging: Averaging, weights: [Double]? = nil
    ) throws -> Double {
        try average(truth, predicted, averaging, weights) { correct, _, predicted in ratio(correct, predicted)
        }
    }

    /// Returns the fraction of a class's rows predicted as it; 0 if it has no rows.
    ///
    /// - Complexity: O(n).
    public static func recall(
        truth: [Int32], predicted: [Int32], _ averaging: Averaging, weights: [Double]? = nil
    ) throws -> Double {
        try average(truth, predicted, averaging, weights) { correct, actual, _ in ratio(correct, actual) }
    }

    /// Returns the harmonic mean of precision and recall; 0 if both are undefined.
    ///
    /// - Complexity: O(n).
    public static func f1(
        truth: [Int32], predicted: [Int32], _ averaging: Averaging, weights: [Double]? = nil
    ) throws -> Double {
        try average(truth, predicted, averaging, weights) { correct, actual, predicted in
            ratio(2 * correct, actual + predicted)
        }
    }

    /// Averages a metric over classes.
    ///
    /// `metric` takes the numbers, or the total weights, of correct rows, rows, and predicted rows of a class.
    private static func average(
        _ truth: [Int32], _ predicted: [Int32], _ averaging: Averaging, _ weights: [Double]?,
        of metric: (_ correct: Double, _ actual: Double, _ predicted: Double) -> Double
    ) throws -> Double {
        let counts = try ClassCounts(truth, predicted, weights)
        func ofClass(_ code: Int) -> Double {
            metric(counts.correct[code], counts.actual[code], counts.predicted[code])
        }
        switch averaging {
        case .positive(let code):
            return counts.actual.indices.contains(Int(code)) ? ofClass(Int(code)) : 0
        case .macro:
            let present = counts.present
            return present.reduce(0) { $0 + ofClass($1) } / Double(present.count)
        case .micro:
            return metric(counts.correct.reduce(0, +), counts.total, counts.total)
        case .weighted:
            return counts.inTruth.reduce(0) { $0 + ofClass($1) * counts.actual[$1] } / counts.total
        }
    }

    /// Returns a quotient, or 0 if the denominator is 0.
    private static func ratio(_ numerator: Double, _ denominator: Double) -> Double {
        denominator == 0 ? 0 : numerator / denominator
    }
}
