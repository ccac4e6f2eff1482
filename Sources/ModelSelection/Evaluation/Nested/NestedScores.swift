import Learning
import TaskGraph

/// The scores of a search on rows that it did not see, by nested cross-validation.
public struct NestedScores: Sendable {
    /// The search in the training rows of one outer split.
    public struct Fold: Sendable {
        /// The best candidate, with its scores on the inner splits.
        public let best: CandidateResult

        /// The scores of the best candidate on the test rows of the outer split, by scorer; NaN if it failed.
        public let scores: [String: Double]

        /// The error message, if the fit of the best candidate to the training rows failed, or a score.
        public let error: String?
    }

    /// The outer splits in order.
    public let folds: [Fold]

    /// The scorers.
    public let scorers: [Scorer]

    /// The number of tasks without any sharing between candidates, and the number of tasks that ran.
    public let tasks: (naive: Int, run: Int)

    /// The duration of the runs in seconds, without planning.
    public let runSeconds: Double

    /// Warnings about the folds.
    public let warnings: [String]

    /// The scores on the test rows of the outer splits, by scorer.
    public var scores: [String: SplitScores] {
        let all = scorers.map { scorer in
            (scorer.name, SplitScores(folds.map { $0.scores[scorer.name] ?? .nan }))
        }
        return Dictionary(uniqueKeysWithValues: all)
    }

    /// The mean score on the outer splits by the scorer that selects the best candidates.
    public var score: Double { (folds.first?.best.scorer).flatMap { scores[$0]?.mean } ?? .nan }
}
