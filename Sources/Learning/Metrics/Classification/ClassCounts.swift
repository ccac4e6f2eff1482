/// The numbers of rows, predicted rows and correctly predicted rows of each class: the input of precision, recall and
/// F1.
struct ClassCounts {
    /// The number of rows of each class, by code.
    private(set) var actual: [Int]

    /// The number of rows predicted as each class, by code.
    private(set) var predicted: [Int]

    /// The number of rows of each class predicted correctly, by code.
    private(set) var correct: [Int]

    /// Counts n rows.
    ///
    /// - Complexity: O(n + largest code).
    init(_ truth: [Int32], _ predictions: [Int32]) throws {
        try Metrics.checkShapes(truth.count, predictions.count)
        if let negative = truth.first(where: { $0 < 0 }) ?? predictions.first(where: { $0 < 0 }) {
            throw Metrics.undefined("\(negative) is not a class code")
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

    /// The codes in the truth or the predictions.
    var present: [Int] { actual.indices.filter { actual[$0] + predicted[$0] > 0 } }

    /// The codes in the truth.
    var inTruth: [Int] { actual.indices.filter { actual[$0] > 0 } }
}
