extension ScoredCandidates {
    /// Returns a confidence interval of a candidate's mean score by the scorer that selects the best candidate.
    ///
    /// It is that of ``correctedPairedTest(_:_:trainRows:testRows:level:)``, which allows for the correlation of the splits'
    /// scores. That the candidate was selected for its scores is not allowed for. Nil if there are fewer than two splits,
    /// or a score is not finite, and if the scores are those of a study, which does not know the numbers of rows of the
    /// splits.
    public func scoreInterval(of candidate: CandidateResult, level: Double = 0.95) -> ClosedRange<Double>? {
        guard let scores = candidate.scores[candidate.scorer], let rowCounts else { return nil }
        let zeros = [Double](repeating: 0, count: scores.splits.count)
        return correctedPairedTest(
            scores.splits, zeros, trainRows: rowCounts.train, testRows: rowCounts.test, level: level
        )?.interval
    }
}
