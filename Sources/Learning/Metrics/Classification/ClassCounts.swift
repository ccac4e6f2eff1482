/// How often each class occurs, is predicted, and is predicted rightly: all that precision, recall and F1 need.
struct ClassCounts {
    /// By code, the rows of the class.
    private(set) var actual: [Int]

    /// By code, the rows predicted to be of the class.
    private(set) var predicted: [Int]

    /// By code, the rows of the class that were predicted to be of it.
    private(set) var correct: [Int]

    /// Counts n rows.
    ///
    /// O(n + greatest code).
    init(_ truth: [Int32], _ predictions: [Int32]) throws {
        try Metrics.checkShapes(truth.count, predictions.count)
        if let negative = truth.first(where: { $0 < 0 }) ?? predictions.first(where: { $0 < 0 }) {
            throw Metrics.undefined("\(negative) is no code of a class")
        }
        let classes = Int(max(truth.max() ?? -1, predictions.max() ?? -1)) + 1
        actual = [Int](repeating: 0, count: classes)
        predicted = actual
        correct = actual
        for (code, prediction) in zip(truth, predictions) {
            actual[Int(code)] += 1
            predicted[Int(prediction)] += 1
            if code == prediction { correct[Int(code)] += 1 }
        }
    }

    /// The codes that occur in the truth or among the predictions.
    var present: [Int] { actual.indices.filter { actual[$0] + predicted[$0] > 0 } }

    /// The codes that occur in the truth.
    var inTruth: [Int] { actual.indices.filter { actual[$0] > 0 } }
}
