extension Metrics {
    /// Of the rows predicted to be of a class, the share that are; 0 where no row was.
    ///
    /// O(n).
    public static func precision(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws
        -> Double
    {
        try average(truth, predicted, averaging) { correct, _, predicted in ratio(correct, predicted) }
    }

    /// Of the rows of a class, the share predicted to be of it; 0 where there are none.
    ///
    /// O(n).
    public static func recall(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws -> Double {
        try average(truth, predicted, averaging) { correct, actual, _ in ratio(correct, actual) }
    }

    /// The harmonic mean of precision and recall; 0 where both are undefined.
    ///
    /// O(n).
    public static func f1(truth: [Int32], predicted: [Int32], _ averaging: Averaging) throws -> Double {
        try average(truth, predicted, averaging) { correct, actual, predicted in
            ratio(2 * correct, actual + predicted)
        }
    }

    /// Averages a metric of a class's counts: its rows rightly predicted, its rows, and the rows predicted as it.
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

    /// A quotient, 0 where the divisor is.
    private static func ratio(_ numerator: Int, _ denominator: Int) -> Double {
        denominator == 0 ? 0 : Double(numerator) / Double(denominator)
    }
}
