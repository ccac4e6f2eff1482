/// The metrics that predictions are judged by, as pure functions with scikit-learn 1.9's definitions.
///
/// They take the truth first, then what was predicted, one element a row, and require at least one row; a
/// ``Scorer`` checks what it was given before it calls them. Classes are codes, as in ``Labels/codes``.
public enum Metrics {
    /// The mean of `body` over two rows of numbers that belong together.
    ///
    /// O(n).
    static func mean<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) -> Double {
        checkShapes(a.count, b.count)
        return sum(a, b, of: body) / Double(a.count)
    }

    /// The sum of `body` over two rows of numbers that belong together.
    ///
    /// O(n).
    static func sum<A, B>(_ a: [A], _ b: [B], of body: (A, B) -> Double) -> Double {
        zip(a, b).reduce(0) { $0 + body($1.0, $1.1) }
    }

    /// Stops unless there is something to judge and every row of it has a prediction.
    static func checkShapes(_ truths: Int, _ predictions: Int) {
        precondition(truths == predictions, "\(truths) truths, but \(predictions) predictions")
        precondition(truths > 0, "a metric needs at least one row")
    }
}
