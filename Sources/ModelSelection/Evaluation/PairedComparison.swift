import Strategies

/// The difference between the mean scores of two candidates over the same splits, with its uncertainty.
public struct PairedComparison: Sendable, Equatable {
    /// The mean of the first minus the mean of the second.
    public let difference: Double

    /// The *t* statistic; 0 if all scores are equal, and infinite if all differences are equal otherwise.
    public let t: Double

    /// The two-sided *p* value: the probability of a difference at least as large if both are equally good.
    public let p: Double

    /// The confidence interval of the difference.
    public let interval: ClosedRange<Double>

    /// The level of the interval, such as 0.95.
    public let level: Double
}

/// Compares the scores of two candidates on the same splits by the corrected resampled *t* test.
///
/// ```swift
/// let test = correctedPairedTest(svc.splits, ridge.splits, trainRows: 1437, testRows: 360)
/// print(test.difference, test.p, test.interval)
/// ```
///
/// The training sets of splits overlap, so their scores are correlated, and an ordinary paired *t* test finds too many
/// differences. The variance of the mean difference is estimated as (1/*n* + *n*₂/*n*₁) times that of the *n*
/// differences, for *n*₁ training and *n*₂ test rows. The test assumes that differences are normally distributed. After
/// a search, the best candidate has been selected for its scores, and the *p* value is too small as a consequence.
///
/// Source: Nadeau and Bengio, "Inference for the generalization error", 2003.
///
/// - Parameters:
///   - first: The scores of the first candidate on each split.
///   - second: Those of the second.
///   - trainRows: The number of training rows of a split, or of all splits together.
///   - testRows: The number of test rows, in the same way.
///   - level: The level of the confidence interval.
/// - Returns: The comparison; nil if there are fewer than two splits, or a score is not finite.
/// - Precondition: Both have as many scores, the numbers of rows are at least 1, and the level is between 0 and 1.
public func correctedPairedTest(
    _ first: [Double], _ second: [Double], trainRows: Int, testRows: Int, level: Double = 0.95
) -> PairedComparison? {
    precondition(first.count == second.count, "both must have a score for each split")
    precondition(trainRows > 0 && testRows > 0, "the numbers of rows must be at least 1")
    precondition(level > 0 && level < 1, "the level must be between 0 and 1")
    let differences = zip(first, second).map(-)
    let count = differences.count
    guard count > 1, differences.allSatisfy(\.isFinite) else { return nil }
    let mean = differences.reduce(0, +) / Double(count)
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    let error = (variance * (1 / Double(count) + Double(testRows) / Double(trainRows))).squareRoot()
    let t = mean == 0 ? 0 : mean / error
    let p = 2 * StudentDistribution.probability(below: -t.magnitude, degrees: count - 1)
    let width = error * StudentDistribution.quantile((1 + level) / 2, degrees: count - 1)
    return PairedComparison(
        difference: mean, t: t, p: p, interval: (mean - width)...(mean + width), level: level)
}
