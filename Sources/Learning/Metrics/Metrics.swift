/// Metrics of predictions, as pure functions with scikit-learn 1.9's definitions.
///
/// Each takes the truth and the predictions, one element per row. They throw
/// ``LearningError/undefinedMetric(name:reason:)`` if there are no rows or if the counts differ. Classes are codes, as
/// in ``Labels/codes``.
public enum Metrics {
    /// Returns the mean of `body` over the pairs of two arrays.
    ///
    /// - Complexity: O(n).
    static func mean<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) throws -> Double {
        try checkShapes(a.count, b.count)
        return sum(a, b, of: body) / Double(a.count)
    }

    /// Returns the sum of `body` over the pairs of two arrays.
    ///
    /// - Complexity: O(n).
    static func sum<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) -> Double {
        zip(a, b).reduce(0) { $0 + body($1.0, $1.1) }
    }

    /// Throws unless there are rows, and a prediction for each.
    static func checkShapes(_ truths: Int, _ predictions: Int) throws {
        guard truths == predictions else {
            throw undefined("there are \(predictions) predictions for \(truths) rows")
        }
        guard truths > 0 else { throw undefined("there are no rows") }
    }

    /// The error of a metric without a scorer name.
    static func undefined(_ reason: String) -> LearningError {
        .undefinedMetric(name: "the metric", reason: reason)
    }
}
