import Trellis

/// The scores of a search of a ``ParityProblem``.
struct ParityScores {
    /// What each candidate sets.
    let parameters: [String]

    /// Scores by scorer, of each split of each candidate; NaN where there is none.
    let splits: [String: [[Double]]]

    /// The means by the first scorer.
    let means: [Double]

    /// The best candidate.
    let best: Int

    init(_ results: SearchResults) {
        parameters = results.candidates.map { "\($0.parameters)" }
        let names = results.scorers.map(\.name)
        splits = Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, results.candidates.map { $0.scores[name]?.splits ?? [] })
            })
        means = results.candidates.map(\.score)
        best = results.best.index
    }

    /// The reference's.
    init(_ problem: ParityProblem) {
        splits = problem.scores.mapValues { $0.map { $0.map { $0 ?? .nan } } }
        let sums = (splits[problem.scorers[0]] ?? []).map { $0.reduce(0, +) / Double($0.count) }
        parameters = sums.indices.map { "candidate \($0)" }
        means = sums
        best = sums.indices.max { sums[$0] < sums[$1] } ?? 0
    }

    /// Where scores are further apart than a tolerance, in words: splits of which the problem says that rounding changes
    /// them are left out.
    func differences(from other: ParityScores, of problem: ParityProblem, within tolerance: Double)
        -> [String]
    {
        // What rounding changes by more than 1e-8 is not the same to 1e-9.
        let exempt: Set<Character> = tolerance < 1e-8 ? ["x", "r"] : ["x"]
        var found: [String] = []
        guard splits.keys.sorted() == other.splits.keys.sorted() else { return ["other scorers"] }
        for (scorer, candidates) in splits.sorted(by: { $0.key < $1.key }) {
            let expected = other.splits[scorer] ?? []
            guard candidates.map(\.count) == expected.map(\.count), candidates.count == problem.marks.count
            else {
                return ["\(candidates.count) candidates of \(expected.count)"]
            }
            for candidate in candidates.indices {
                for (split, mark) in problem.marks[candidate].enumerated() where !exempt.contains(mark) {
                    let (a, b) = (candidates[candidate][split], expected[candidate][split])
                    let isSame =
                        a.isNaN || b.isNaN ? a.isNaN == b.isNaN : abs(a - b) <= tolerance * max(1, abs(b))
                    if !isSame {
                        found.append("\(parameters[candidate]), split \(split): \(scorer) \(a), not \(b)")
                    }
                }
            }
        }
        return found
    }

    /// Whether each score has the same bits.
    func hasSameBits(as other: ParityScores) -> Bool {
        splits.mapValues { $0.map { $0.map(\.bitPattern) } }
            == other.splits.mapValues { $0.map { $0.map(\.bitPattern) } }
    }
}
