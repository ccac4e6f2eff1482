/// The metrics that predictions are judged by, as pure functions with scikit-learn 1.9's definitions.
///
/// They take the truth first, then what was predicted, one element a row. They throw
/// ``LearningError/undefinedMetric(name:reason:)`` unless there is a row, and a prediction for each. Classes are codes, as in
/// ``Labels/codes``.
public enum Metrics {
    /// The mean of `body` over two rows of numbers that belong together.
    ///
    /// O(n).
    static func mean<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) throws -> Double {
        try checkShapes(a.count, b.count)
        return sum(a, b, of: body) / Double(a.count)
    }

    /// The sum of `body` over two rows of numbers that belong together.
    ///
    /// O(n).
    static func sum<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) -> Double {
        zip(a, b).reduce(0) { $0 + body($1.0, $1.1) }
    }

    /// Throws unless there is something to judge and every row of it has a prediction.
    static func checkShapes(_ truths: Int, _ predictions: Int) throws {
        guard truths == predictions else {
            throw undefined("there are \(predictions) predictions for \(truths) rows")
        }
        guard truths > 0 else { throw undefined("there are no rows") }
    }

    /// What a metric throws that has no scorer to be named by.
    static func undefined(_ reason: String) -> LearningError {
        .undefinedMetric(name: "the metric", reason: reason)
    }
}
