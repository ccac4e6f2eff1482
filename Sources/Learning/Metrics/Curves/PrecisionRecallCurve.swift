/// Precision and recall at each threshold.
public struct PrecisionRecallCurve: Sendable, Equatable {
    /// The share of positive rows among those with a score of at least each threshold; 1 at the end.
    public let precisions: [Double]

    /// The share of positive rows with a score of at least each threshold, descending; 0 at the end.
    public let recalls: [Double]

    /// The thresholds, ascending; one fewer than there are points.
    public let thresholds: [Double]

    /// The mean of the precisions, weighted by the increase of recall: scikit-learn's `average_precision_score`.
    public var averagePrecision: Double {
        precisions.indices.dropLast().reduce(0) { $0 + (recalls[$1] - recalls[$1 + 1]) * precisions[$1] }
    }
}

extension Metrics {
    /// Returns precision and recall at each threshold, as scikit-learn's `precision_recall_curve`.
    ///
    /// Every recall is 1 if there are no positive rows.
    ///
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if there are no rows, the counts differ, or a score is NaN.
    /// - Complexity: O(n log n).
    public static func precisionRecallCurve(
        truth isPositive: [Bool], scores: [Double]
    ) throws -> PrecisionRecallCurve {
        let rows = try RankedRows(isPositive, scores)
        let descending = rows.thresholds.indices.reversed()
        return PrecisionRecallCurve(
            precisions: descending.map {
                rows.truePositives[$0] / (rows.truePositives[$0] + rows.falsePositives[$0])
            }
                + [1],
            recalls: descending.map { rows.positives > 0 ? rows.truePositives[$0] / rows.positives : 1 } + [
                0
            ],
            thresholds: descending.map { rows.thresholds[$0] })
    }
}
