/// The receiver operating characteristic: the rates of true and of false positives at each threshold.
public struct ROCCurve: Sendable, Equatable {
    /// The share of negative rows with a score of at least each threshold, ascending.
    public let falsePositiveRates: [Double]

    /// The share of positive rows with a score of at least each threshold, ascending.
    public let truePositiveRates: [Double]

    /// The thresholds, descending; the first is infinite, where no row is positive.
    public let thresholds: [Double]
}

extension Metrics {
    /// Returns the receiver operating characteristic of scores, as scikit-learn's `roc_curve`.
    ///
    /// Points on a line between their neighbours are left out. Rates are NaN if a class does not occur.
    ///
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if there are no rows, the counts differ, or a score is NaN.
    /// - Complexity: O(n log n).
    public static func rocCurve(truth isPositive: [Bool], scores: [Double]) throws -> ROCCurve {
        let rows = try RankedRows(isPositive, scores)
        let (hits, misses) = (rows.truePositives, rows.falsePositives)
        let corners = hits.indices.filter { index in
            guard index > 0, index + 1 < hits.count else { return true }
            return hits[index] - hits[index - 1] != hits[index + 1] - hits[index]
                || misses[index] - misses[index - 1] != misses[index + 1] - misses[index]
        }
        return ROCCurve(
            falsePositiveRates: [0 / rows.negatives] + corners.map { misses[$0] / rows.negatives },
            truePositiveRates: [0 / rows.positives] + corners.map { hits[$0] / rows.positives },
            thresholds: [.infinity] + corners.map { rows.thresholds[$0] })
    }
}
