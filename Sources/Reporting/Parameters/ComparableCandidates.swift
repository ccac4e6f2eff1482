import Trellis

/// The candidates of a search whose scores can be compared: those with a score, of as much of the data as the best.
struct ComparableCandidates {
    let candidates: [CandidateResult]
    let scorer: String
    let parameters: [VariedParameter]

    init(_ results: ScoredCandidates) {
        let best = try? results.best
        scorer = best?.scorer ?? results.scorers.first?.name ?? "score"
        let resource = best?.resource
        candidates = results.candidates.filter { $0.score.isFinite && $0.resource == resource }
        let found = candidates
        parameters = results.parameterNames.map { VariedParameter($0, found) }.filter { $0.values.count > 1 }
    }

    var scores: [Double] { candidates.map(\.score) }

    /// The candidate with the highest score for each value of a parameter; nil for values that none has.
    func best(by parameter: VariedParameter) -> [CandidateResult?] {
        var best = [CandidateResult?](repeating: nil, count: parameter.values.count)
        for (candidate, level) in zip(candidates, parameter.levels) {
            guard let level else { continue }
            if best[level].map({ $0.score < candidate.score }) ?? true { best[level] = candidate }
        }
        return best
    }

    /// The mean score for each value of a parameter.
    func means(by parameter: VariedParameter) -> [Double] {
        var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: parameter.values.count)
        for (score, level) in zip(scores, parameter.levels) {
            guard let level else { continue }
            sums[level].sum += score
            sums[level].count += 1
        }
        return sums.map { $0.sum / $0.count }
    }

    /// The highest score for each two values of two parameters; NaN where there is none.
    func best(by row: VariedParameter, _ column: VariedParameter) -> [[Double]] {
        var best = [[Double]](
            repeating: [Double](repeating: .nan, count: column.values.count), count: row.values.count)
        for (score, levels) in zip(scores, zip(row.levels, column.levels)) {
            guard let down = levels.0, let across = levels.1 else { continue }
            if !(best[down][across] >= score) { best[down][across] = score }
        }
        return best
    }
}
