/// Metrics of predictions, as pure functions with scikit-learn 1.9's definitions.
///
/// Each takes the truth and the predictions, one element per row, and all but ``maxError(truth:predicted:)`` the weights
/// of the rows, each finite and at least 0; nil for the same weight. A row of weight 2 counts as two rows. They throw
/// ``LearningError/undefinedMetric(name:reason:)`` if there are no rows or if the counts differ, and ``LearningError`` if
/// a weight is invalid or all weights are 0. Classes are codes, as in ``Labels/codes``.
public enum Metrics {
    /// Returns the weighted mean of `body` over the pairs of two arrays.
    ///
    /// - Complexity: O(n).
    static func mean<A, B>(
        _ a: [A], _ b: [B], _ weights: [Double]?, of body: (A, B) -> Double
    ) throws -> Double {
        let total = try checkShapes(a.count, b.count, weights)
        return sum(a, b, weights, of: body) / total
    }

    /// Returns the weighted sum of `body` over the pairs of two arrays.
    ///
    /// - Complexity: O(n).
    static func sum<A, B>(_ a: [A], _ b: [B], _ weights: [Double]?, of body: (A, B) -> Double) -> Double {
        guard let weights else { return zip(a, b).reduce(0) { $0 + body($1.0, $1.1) } }
        return weights.indices.reduce(0) { $0 + weights[$1] * body(a[$1], b[$1]) }
    }

    /// Returns the total weight of the rows, which is their number without weights.
    ///
    /// - Throws: ``LearningError`` unless there are rows, a prediction for each and, if there are weights, a valid weight
    ///   for each, not all of them 0.
    @discardableResult
    static func checkShapes(_ truths: Int, _ predictions: Int, _ weights: [Double]? = nil) throws -> Double {
        guard truths == predictions else {
            throw undefined("there are \(predictions) predictions for \(truths) rows")
        }
        guard truths > 0 else { throw undefined("there are no rows") }
        return try RowWeights.total(weights, rows: truths)
    }

    /// The error of a metric without a scorer name.
    static func undefined(_ reason: String) -> LearningError {
        .undefinedMetric(name: "the metric", reason: reason)
    }
}
