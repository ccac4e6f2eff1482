import Learning

extension SearchOptions {
    /// The rule that selects a candidate by the mean scores over the splits.
    public enum Choice: String, Sendable, CaseIterable {
        /// The candidate with the best mean; the earliest of equal ones.
        case best

        /// The simplest candidate whose mean is within one standard error of the best mean.
        ///
        /// Only candidates with the same kinds of steps as the best one are compared. The values of their parameters
        /// decide by `Estimator.simplicity`, step by step; of equally simple candidates, the one with the best mean is
        /// selected, and the earliest of these.
        ///
        /// Source: Breiman, Friedman, Olshen and Stone, "Classification and regression trees", 1984, section 3.4.3.
        case oneStandardError = "one-se"
    }
}

/// The candidate that a rule selected, and the reason.
public struct CandidateChoice: Sendable {
    /// The selected candidate.
    public let candidate: CandidateResult

    /// The rule.
    public let rule: SearchOptions.Choice

    /// The candidate with the best mean.
    public let highest: CandidateResult

    /// The number of candidates within one standard error of the best mean, among which the rule selected; 1 for
    /// ``SearchOptions/Choice/best``.
    public let eligibleCount: Int

    /// Selects one of some candidates.
    ///
    /// - Parameters:
    ///   - highest: The candidate with the best mean.
    ///   - candidates: All candidates.
    init(by rule: SearchOptions.Choice, highest: CandidateResult, among candidates: [CandidateResult]) {
        self.rule = rule
        self.highest = highest
        let error = highest.scores[highest.scorer]?.standardError ?? .nan
        guard rule == .oneStandardError, error.isFinite else {
            (candidate, eligibleCount) = (highest, 1)
            return
        }
        let kinds = highest.pipeline.kinds
        let eligible = candidates.filter {
            $0.score >= highest.score - error && $0.resource == highest.resource && $0.pipeline.kinds == kinds
        }
        eligibleCount = eligible.count
        let simplest = eligible.min { one, other in
            for (a, b) in zip(one.pipeline.complexities, other.pipeline.complexities) where a != b {
                return a < b
            }
            return (-one.score, one.index) < (-other.score, other.index)
        }
        candidate = simplest ?? highest
    }
}

extension SplitScores {
    /// The standard error of the mean over the splits: the sample standard deviation divided by the square root of their
    /// number; NaN for one split.
    ///
    /// The scores of splits whose training rows overlap are correlated, so it is too small as an estimate for new data.
    public var standardError: Double { standardDeviation / Double(splits.count - 1).squareRoot() }
}

extension Pipeline {
    /// The kind of each step.
    fileprivate var kinds: [String] { steps.map { type(of: $0.estimator).kind } }

    /// The complexities of all steps.
    fileprivate var complexities: [Double] { steps.flatMap(\.estimator.complexities) }
}
