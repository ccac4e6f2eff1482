/// What scorers need of predictions, which adds up over blocks of rows.
///
/// Predictions of classes are counted by true and predicted class; probabilities and numbers are summed up. The score of all
/// rows follows from the sum, with none of them in memory.
package struct ScoreSummary: Sendable, Codable, Equatable {
    /// The number of rows.
    package private(set) var rows: Int

    /// The number of rows for each true class, and in it for each predicted class; nil without predictions of classes.
    private var counts: [[Int]]?

    /// The sums over probabilities; nil without probabilities.
    private var probabilities: ProbabilitySums?

    /// The sums over errors of numbers; nil without numbers.
    private var errors: ErrorSums?

    /// Summarises the predictions of some rows.
    ///
    /// - Parameters:
    ///   - predictions: The predictions, of the kinds that the scorers need, one for each row.
    ///   - truth: The target of each row.
    /// - Complexity: O(rows + classes²).
    package init(of predictions: Predictions, _ truth: Target) {
        rows = truth.count
        switch truth {
        case .labels(let labels):
            if let codes = predictions.codes {
                let none = [Int](repeating: 0, count: labels.classes.count)
                var counts = labels.classes.map { _ in none }
                for (code, predicted) in zip(labels.codes, codes) { counts[Int(code)][Int(predicted)] += 1 }
                self.counts = counts
            }
            probabilities = predictions.probabilities.map { ProbabilitySums($0, predictions.classes, labels) }
        case .values(let values): errors = predictions.values.map { ErrorSums(of: $0, values) }
        }
    }

    /// Adds the summary of other rows, predicted by the same model.
    package mutating func add(_ other: ScoreSummary) {
        rows += other.rows
        counts = counts.map { own in
            zip(own, other.counts ?? own).map { zip($0, $1).map(+) }
        }
        if let more = other.probabilities { probabilities?.add(more) }
        if let more = other.errors { errors?.add(more) }
    }

    /// Returns the score of all rows.
    ///
    /// - Parameters:
    ///   - scorer: A scorer that ``Scorer/scoresSummaries``.
    ///   - classes: The names of the classes; empty for numbers.
    /// - Throws: The errors of `Scorer.score(_:against:weights:)` for the rows.
    package func score(by scorer: Scorer, classes: [String]) throws -> Double {
        guard rows > 0 else { throw scorer.undefined("there are no rows to score") }
        if scorer.countsClasses, let counts { return try score(by: scorer, of: counts, classes) }
        if scorer == .negLogLoss, let probabilities {
            return try probabilities.negLogLoss(rows: rows, classes: classes)
        }
        guard let errors, let score = try errors.score(by: scorer, rows: rows) else {
            throw scorer.undefined("it cannot be computed from sums over rows")
        }
        return score
    }

    /// Scores one row for each pair of classes, whose weight is the number of its rows.
    private func score(by scorer: Scorer, of counts: [[Int]], _ classes: [String]) throws -> Double {
        var (truth, predicted, weights): ([Int32], [Int32], [Double]) = ([], [], [])
        for (code, row) in counts.enumerated() {
            for (prediction, count) in row.enumerated() where count > 0 {
                truth.append(Int32(code))
                predicted.append(Int32(prediction))
                weights.append(Double(count))
            }
        }
        var predictions = Predictions()
        predictions.codes = predicted
        return try scorer.score(
            predictions, against: .labels(Labels(classes: classes, codes: truth)), weights: weights)
    }
}

extension Scorer {
    /// Whether scores can be computed from a ``ScoreSummary``.
    package var scoresSummaries: Bool {
        countsClasses || isStandard && ([.negLogLoss] + ErrorSums.scorers).contains(self)
    }

    /// Whether the score depends only on the number of rows for each pair of a true and a predicted class.
    ///
    /// A scorer of classes that uses weights scores a row of weight 2 as two rows, and does not know their order.
    fileprivate var countsClasses: Bool { problem == .classification && needs == [.labels] && usesWeights }
}
