import Learning
import Strategies

extension SearchOptions {
    /// How a search stops to evaluate candidates that cannot win any more.
    ///
    /// ```swift
    /// var search = GridSearch(pipeline, grid: grid, folds: 10)
    /// search.racing = .init()
    /// ```
    ///
    /// Candidates are scored on the first splits together, and then on one split after another. After each, a candidate is
    /// eliminated if it is significantly worse on the splits so far than the one with the best mean, by `RacingTest`; it
    /// is not scored on the other splits, and ranks last. The others have the scores that they have without a race.
    /// Candidates that one task fits, such as values of `C` along a path, stay until all of them would be eliminated,
    /// because fitting a part of them saves nothing.
    ///
    /// A search by a strategy also compares candidates with the best of earlier proposals. Evaluations with a part of a
    /// resource, as in halving, do not race.
    ///
    /// The result is the same on every scheduler and any number of workers.
    public struct Racing: Sendable, Equatable {
        /// The probability with which a candidate that is as good as the best may be eliminated.
        public var level: Double

        /// The number of splits on which every candidate is scored.
        public var minSplits: Int

        /// Creates a race.
        ///
        /// - Parameters:
        ///   - level: The probability of a wrong elimination, at least 0 and less than ½: 0.05 by default. With 0, only
        ///     candidates that cannot win for certain are eliminated.
        ///   - minSplits: The number of splits on which every candidate is scored, at least 2: 3 by default.
        public init(level: Double = 0.05, minSplits: Int = 3) {
            self.level = level
            self.minSplits = minSplits
        }
    }

    /// Returns the test of the race of a plan; nil without a race.
    ///
    /// - Throws: `StrategyError` for an invalid setting.
    func racingTest(of plan: SearchPlan) throws -> RacingTest? {
        guard let racing else { return nil }
        return try RacingTest(
            level: racing.level, minSplits: racing.minSplits,
            testShare: Double(plan.rowCounts.test) / Double(plan.rowCounts.train),
            highestScore: bestScorer(among: plan.scorers).highestScore)
    }
}

extension Scorer {
    /// The highest possible score, as far as it is known.
    fileprivate var highestScore: Double? {
        isStandard ? (name.hasPrefix("neg_") ? 0 : 1) : nil
    }
}
