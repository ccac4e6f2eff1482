extension ScoredCandidates {
    /// The candidate with the best mean besides the best candidate, and a comparison of both.
    public struct RunnerUp: Sendable {
        /// The candidate with the best mean besides the best candidate; the earliest of equal ones.
        public let candidate: CandidateResult

        /// The comparison of the best candidate with it.
        public let comparison: PairedComparison
    }

    /// The runner-up by the scorer that selects the best candidate; nil unless two candidates have scores on at least two
    /// splits, and if the scores are those of a study, which does not know the numbers of rows of the splits.
    public var runnerUp: RunnerUp? {
        guard let best = try? best, let rowCounts else { return nil }
        let others = candidates.lazy.filter {
            $0.index != best.index && !$0.score.isNaN && $0.resource == best.resource
        }
        guard let next = others.min(by: { (-$0.score, $0.index) < (-$1.score, $1.index) }),
            let first = best.scores[best.scorer], let second = next.scores[best.scorer],
            let comparison = correctedPairedTest(
                first.splits, second.splits, trainRows: rowCounts.train, testRows: rowCounts.test)
        else { return nil }
        return RunnerUp(candidate: next, comparison: comparison)
    }
}
