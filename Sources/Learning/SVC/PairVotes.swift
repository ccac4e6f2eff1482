import LinearAlgebra

/// The votes from the decisions of all pairs of classes, rows × pairs, positive for the first class of a pair.
struct PairVotes {
    private let decisions: Matrix
    private let classCount: Int
    private let pairs: [(Int, Int)]

    init(_ decisions: Matrix, classCount: Int) {
        (self.decisions, self.classCount) = (decisions, classCount)
        pairs = ClassOrder.pairs(of: classCount)
        precondition(
            decisions.columns == pairs.count,
            "\(pairs.count) pairs of classes require as many decisions, not \(decisions.columns)")
    }

    /// The index of the class with the most votes for each row; in a tie, the first of these classes.
    ///
    /// As in libsvm, a decision of exactly 0 is a vote for the second class.
    var winners: [Int] {
        var votes = [Int](repeating: 0, count: classCount)
        return decisions.withUnsafeValues { values in
            (0..<decisions.rows).map { row in
                for place in votes.indices { votes[place] = 0 }
                for (index, pair) in pairs.enumerated() {
                    votes[values[row * pairs.count + index] > 0 ? pair.0 : pair.1] += 1
                }
                var winner = 0
                for place in votes.indices where votes[place] > votes[winner] { winner = place }
                return winner
            }
        }
    }

    /// scikit-learn's `_ovr_decision_function`: the votes, plus the confidence of the pairs scaled to less than a third
    /// of a vote.
    ///
    /// Rows × classes. For two classes, the decision itself, positive for the second class: rows × 1. As in
    /// scikit-learn, and unlike in ``winners``, a decision of exactly 0 is a vote for the first class.
    var oneVersusRest: Matrix {
        decisions.withUnsafeValues { values in
            if classCount == 2 {
                return Matrix(rows: decisions.rows, columns: 1, values: values.map { -$0 })
            }
            var scores = [Double](repeating: 0, count: decisions.rows * classCount)
            var confidences = [Double](repeating: 0, count: classCount)
            for row in 0..<decisions.rows {
                for place in 0..<classCount { confidences[place] = 0 }
                for (index, pair) in pairs.enumerated() {
                    let decision = values[row * pairs.count + index]
                    confidences[pair.0] += decision
                    confidences[pair.1] -= decision
                    scores[row * classCount + (decision < 0 ? pair.1 : pair.0)] += 1
                }
                for place in 0..<classCount {
                    scores[row * classCount + place] +=
                        confidences[place] / (3 * (confidences[place].magnitude + 1))
                }
            }
            return Matrix(rows: decisions.rows, columns: classCount, values: scores)
        }
    }
}
