/// The share of positive rows against their predicted probabilities, in bins of equal width.
public struct CalibrationCurve: Sendable, Equatable {
    /// The rows of one bin.
    public struct Bin: Sendable, Equatable {
        /// The mean of the predicted probabilities.
        public let predicted: Double
        /// The share of positive rows.
        public let observed: Double
        /// The number of rows.
        public let count: Int
    }

    /// The bins that have rows, by ascending probability.
    public let bins: [Bin]
}

extension Metrics {
    /// Returns the calibration of probabilities, as scikit-learn's `calibration_curve` with uniform bins.
    ///
    /// A probability on the limit of two bins belongs to the lower one.
    ///
    /// - Parameters:
    ///   - isPositive: Whether each row is of the positive class.
    ///   - probabilities: The predicted probability of the positive class for each row.
    ///   - bins: The number of bins from 0 to 1; at least 1.
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if there are no rows, the counts differ, or a probability is
    ///   not between 0 and 1.
    /// - Complexity: O(n).
    public static func calibrationCurve(
        truth isPositive: [Bool], probabilities: [Double], bins: Int = 10
    ) throws -> CalibrationCurve {
        precondition(bins > 0, "there must be at least 1 bin")
        try checkShapes(isPositive.count, probabilities.count)
        if let row = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            throw undefined("the probability of row \(row) is \(probabilities[row])")
        }
        var rows = [(count: Int, positives: Int, sum: Double)](repeating: (0, 0, 0), count: bins)
        // The limits as NumPy's linspace computes them.
        let step = 1 / Double(bins)
        for (isPositive, probability) in zip(isPositive, probabilities) {
            var bin = min(Int(probability * Double(bins)), bins - 1)
            while bin > 0, probability <= Double(bin) * step { bin -= 1 }
            while bin < bins - 1, probability > Double(bin + 1) * step { bin += 1 }
            rows[bin].count += 1
            rows[bin].positives += isPositive ? 1 : 0
            rows[bin].sum += probability
        }
        return CalibrationCurve(
            bins: rows.filter { $0.count > 0 }.map { row in
                .init(
                    predicted: row.sum / Double(row.count),
                    observed: Double(row.positives) / Double(row.count), count: row.count)
            })
    }
}
