/// The numbers of rows, predicted rows and correctly predicted rows of each class, or their total weights: the input of
/// precision, recall and F1.
struct ClassCounts {
    /// The number of rows of each class, by code.
    private(set) var actual: [Double]

    /// The number of rows predicted as each class, by code.
    private(set) var predicted: [Double]

    /// The number of rows of each class predicted correctly, by code.
    private(set) var correct: [Double]

    /// The total weight of all rows, which is their number without weights.
    let total: Double

    /// The codes in the truth or the predictions, whatever their weights.
    let present: [Int]

    /// Counts n rows.
    ///
    /// - Complexity: O(n + largest code).
    init(_ truth: [Int32], _ predictions: [Int32], _ weights: [Double]?) throws {
        total = try Metrics.checkShapes(truth.count, predictions.count, weights)
        if let negative = truth.first(where: { $0 < 0 }) ?? predictions.first(where: { $0 < 0 }) {
            throw Metrics.undefined("\(negative) is not a class code")
        }
        let classes = Int(max(truth.max() ?? -1, predictions.max() ?? -1)) + 1
        actual = [Double](repeating: 0, count: classes)
        predicted = actual
        correct = actual
        var isPresent = [Bool](repeating: false, count: classes)
        for (row, (code, prediction)) in zip(truth, predictions).enumerated() {
            let weight = weights?[row] ?? 1
            actual[Int(code)] += weight
            predicted[Int(prediction)] += weight
            if code == prediction { correct[Int(code)] += weight }
            isPresent[Int(code)] = true
            isPresent[Int(prediction)] = true
        }
        present = isPresent.indices.filter { isPresent[$0] }
    }

    /// The codes in the truth with a weight above 0.
    var inTruth: [Int] { actual.indices.filter { actual[$0] > 0 } }
}
