extension Metrics {
    /// Returns the fraction of the rows predicted as a class that belong to it; 0 if no row is predicted as it.
    ///
    /// - Complexity: O(n).
    public static func precision(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws
        -> Double
    {
        try average(truth, predicted, averaging) { correct, _, predicted in ratio(correct, predicted) }
    }

    /// Returns the fraction of a class's rows predicted as it; 0 if it has no rows.
    ///
    /// - Complexity: O(n).
    public static func recall(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws -> Double {
        try average(truth, predicted, averaging) { correct, actual, _ in ratio(correct, actual) }
    }

    /// Returns the harmonic mean of precision and recall; 0 if both are undefined.
    ///
    /// - Complexity: O(n).
    public static func f1(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws -> Double {
        try average(truth, predicted, averaging) { correct, actual, predicted in
            ratio(2 * correct, actual + predicted)
        }
    }

    /// Averages a metric over classes.
    ///
    /// `metric` takes the numbers of correct rows, rows, and predicted rows of a class.
    private static func average(
        _ truth: [Int32], _ predicted: [Int32], _ averaging: Averaging,
        of metric: (_ correct: Int, _ actual: Int, _ predicted: Int) -> Double
    ) throws -> Double {
        let counts = try ClassCounts(truth, predicted)
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
            return metric(counts.correct.reduce(0, +), truth.count, truth.count)
        case .weighted:
            return counts.inTruth.reduce(0) { $0 + ofClass($1) * Double(counts.actual[$1]) }
                / Double(truth.count)
        }
    }

    /// Returns a quotient, or 0 if the denominator is 0.
    private static func ratio(_ numerator: Int, _ denominator: Int) -> Double {
        denominator == 0 ? 0 : Double(numerator) / Double(denominator)
    }
}
