/// A test whether a candidate that is scored split by split can still beat the best one.
///
/// A candidate is eliminated if its scores so far make it clear that its mean over all splits will be less than that of
/// the best. Two reasons are checked:
///
/// - *Certain*: scores have an upper bound, and even with the highest score on all other splits the mean is less.
///   This never changes which candidate wins.
/// - *Likely*: the differences from the scores of the best on the same splits are significantly negative by a
///   one-sided paired *t* test. Scores of cross-validation are correlated, because the training sets overlap, so the
///   variance of the mean difference is estimated as (1/*m* + *n*₂/*n*₁) times that of the *m* differences, for *n*₁
///   training and *n*₂ test rows. The level is divided by the number of looks, so that a candidate that is as good as
///   the best is eliminated with at most the probability of the level, as far as differences are normally distributed
///   with that correlation.
///
/// Sources: Nadeau and Bengio, "Inference for the generalization error", 2003, for the corrected test; Maron and Moore,
/// "The racing algorithm", 1997, for racing; Kuhn, "Futility analysis in the cross-validation of machine learning
/// models", 2014, for resamples as the steps of a race.
public struct RacingTest: Sendable, Equatable {
    /// The probability with which a candidate that is as good as the best may be eliminated.
    public let level: Double

    /// The least number of scored splits for a *t* test.
    public let minSplits: Int

    /// The test rows of a split as a share of its training rows; that of *k* folds if nil, 1 / (*k* - 1).
    public let testShare: Double?

    /// The highest possible score, such as 1 for the accuracy; unbounded if nil.
    public let highestScore: Double?

    /// Creates a test.
    ///
    /// - Parameters:
    ///   - level: The probability of a wrong elimination, at least 0 and less than ½: 0.05 by default. With 0, only
    ///     the certain reason counts.
    ///   - minSplits: The least number of scored splits for a *t* test, at least 2: 3 by default.
    ///   - testShare: The test rows of a split as a share of its training rows, if splits are not folds.
    ///   - highestScore: The highest possible score, if there is one.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)``.
    public init(
        level: Double = 0.05, minSplits: Int = 3, testShare: Double? = nil, highestScore: Double? = nil
    ) throws {
        try Setting.require(minSplits, "minSplits", atLeast: 2)
        guard level >= 0, level < 0.5 else {
            throw StrategyError.invalidSetting(
                name: "level", found: "\(level)", expected: "at least 0 and less than 0.5")
        }
        if let testShare, !(testShare >= 0 && testShare < .infinity) {
            throw StrategyError.invalidSetting(
                name: "testShare", found: "\(testShare)", expected: "a finite number of at least 0")
        }
        self.level = level
        self.minSplits = minSplits
        self.testShare = testShare
        self.highestScore = highestScore
    }

    /// Returns whether a candidate cannot, or most likely will not, beat the best.
    ///
    /// A split that failed makes the mean of a candidate not a number, so it is eliminated. If a split of the best
    /// failed, no candidate is.
    ///
    /// - Parameters:
    ///   - candidate: The scores of the candidate on the first splits.
    ///   - best: The scores of the best candidate on all splits, or on at least as many as the candidate's. If splits are
    ///     missing, only a likely elimination is possible.
    ///   - splits: The number of all splits; by default, as many as the best has.
    /// - Precondition: The candidate has at most as many scores as the best, which has at most as many as there are splits.
    /// - Complexity: O(*n*) for *n* splits.
    public func eliminates(_ candidate: [Double], best: [Double], of splits: Int? = nil) -> Bool {
        let splits = splits ?? best.count
        precondition(
            candidate.count <= best.count && best.count <= splits,
            "the candidate has \(candidate.count) scores, and the best \(best.count) of \(splits)")
        let goal = best.reduce(0, +)
        guard !goal.isNaN else { return false }
        let sum = candidate.reduce(0, +)
        if sum.isNaN { return true }
        let open = splits - candidate.count
        if open == 0 { return sum < goal }
        if sum == -.infinity { return goal > -.infinity }
        if best.count == splits, let highestScore, sum + Double(open) * highestScore < goal { return true }
        return isWorse(candidate, best, of: splits)
    }

    /// Returns whether the differences are significantly negative.
    private func isWorse(_ candidate: [Double], _ best: [Double], of splits: Int) -> Bool {
        let count = candidate.count
        guard count >= minSplits, level > 0 else { return false }
        let differences = zip(candidate, best).map(-)
        let mean = differences.reduce(0, +) / Double(count)
        guard mean < 0 else { return false }
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
        let share = testShare ?? 1 / Double(max(1, splits - 1))
        let statistic = mean / (variance * (1 / Double(count) + share)).squareRoot()
        let looks = splits - minSplits
        return StudentDistribution.probability(below: statistic, degrees: count - 1) < level / Double(looks)
    }
}
