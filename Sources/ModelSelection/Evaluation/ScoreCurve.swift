import Learning

/// Scores on training and test rows as a function of one quantity: the number of training rows, or a parameter.
public struct ScoreCurve: Sendable {
    /// What varies: `training_rows`, or the name of a parameter, such as `svc.C`.
    public let name: String

    /// The points in order.
    public let points: [Point]

    /// The scorers.
    public let scorers: [Scorer]

    /// The number of splits at each point.
    public let splitCount: Int

    /// The number of tasks without any sharing between points, and the number of tasks that ran.
    public let tasks: (naive: Int, run: Int)

    /// The duration of the run in seconds.
    public let runSeconds: Double

    /// Warnings about the folds, about fits that did not converge, and about points that failed.
    public let warnings: [String]

    /// The scores for one number of training rows, or one value.
    public struct Point: Sendable {
        /// The number of training rows, or the value of the parameter.
        public let value: ParameterValue

        /// The value in the command line's grid syntax.
        public let text: String

        /// The scores on the test rows, by scorer; NaN on the splits that failed.
        public let scores: [String: SplitScores]

        /// The scores on the training rows, by scorer.
        public let trainScores: [String: SplitScores]

        /// The error message of the first failed split; nil without a failure.
        public let error: String?
    }

    /// Creates a curve from the points of a search.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)`` if no point has a score on any split.
    init(_ name: String, _ points: [Point], of scored: ScoredCandidates, splitCount: Int) throws {
        let hasScore = points.contains { point in
            point.scores.values.contains { !$0.splits.allSatisfy(\.isNaN) }
        }
        guard hasScore else {
            throw SearchError.everyCandidateFailed(
                count: points.count, first: points.lazy.compactMap(\.error).first ?? "every score is NaN")
        }
        self.name = name
        self.points = points
        self.splitCount = splitCount
        scorers = scored.scorers
        tasks = scored.tasks
        runSeconds = scored.runSeconds
        warnings = scored.warnings
    }
}
