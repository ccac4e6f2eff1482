import Trellis

extension CandidateChoice {
    /// A sentence about the rule; nil for the best mean.
    var text: String? {
        guard rule == .oneStandardError, let scores = highest.scores[highest.scorer] else { return nil }
        guard scores.standardError.isFinite else {
            return "the rule one-se needs two splits; the best mean was selected"
        }
        let count = Numerals.count(eligibleCount, "candidate")
        return "selected by one-se: the simplest of \(count) within \(Numerals.score(scores.standardError)) "
            + "of the best mean, \(Numerals.score(scores.mean))"
    }
}

extension ScoredCandidates.RunnerUp {
    /// The difference from the best candidate, with its uncertainty.
    var text: String {
        let (low, high) = (comparison.interval.lowerBound, comparison.interval.upperBound)
        let p = comparison.p < 0.001 ? "p < 0.001" : "p = \(Numerals.fixed(comparison.p, 3))"
        return "runner-up: \(candidate.parameters): difference \(Numerals.score(comparison.difference)), "
            + "95 % interval \(Numerals.score(low)) to \(Numerals.score(high)), \(p) (corrected t test)"
    }
}
