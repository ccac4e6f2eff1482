import Trellis

/// A search that is over, to be told as text, JSON and CSV.
struct SearchReport {
    let prepared: PreparedSearch
    let plan: SearchPlan
    let results: ScoredCandidates

    /// The best candidate; nil if all failed.
    let best: CandidateResult?

    /// The best fitted to all of the data; nil if that was not wanted or failed.
    let model: FittedPipeline?

    /// Why there is no best, or no model of it.
    let failure: SearchError?

    let scheduler: SchedulerChoice
    let timing: Timing

    /// How long each stage took, in seconds.
    struct Timing: Encodable {
        let load, plan, run, refit, total: Double
    }

    /// The names of the parameters that are varied.
    var parameterNames: [String] { results.candidates.first?.parameters.entries.map(\.name) ?? [] }
}

// MARK: - Text

extension SearchReport {
    /// How many candidates the table shows.
    private static let shownCandidates = 10

    /// The best candidate, the table of the top ten, the tasks and the time.
    ///
    /// - Throws: ``failure``.
    var text: String {
        get throws {
            if let failure { throw failure }
            return try text(best: results.best)
        }
    }

    private func text(best: CandidateResult) -> String {
        var lines = ["best: \(best.parameters)"]
        for scorer in results.scorers {
            guard let scores = best.scores[scorer.name] else { continue }
            let isDecisive = scorer.name == best.scorer && results.scorers.count > 1
            lines.append(
                "\(scorer.name): \(Self.meanAndDeviation(scores)) over \(prepared.folds)"
                    + (isDecisive ? ", which tells the best" : ""))
        }
        if results.candidates.count > 1 { lines += ["", table(by: best.scorer)] }
        lines += ["", summary]
        return lines.joined(separator: "\n")
    }

    private func table(by decisive: String) -> String {
        var columns: [(title: String, alignment: TextTable.Alignment)] = [("rank", .right)]
        columns += results.scorers.map { ($0.name, .right) }
        columns += parameterNames.map { ($0, .left) }
        columns.append(("fit seconds", .right))
        var table = TextTable(columns)
        let ranked = results.candidates.sorted {
            ($0.rank[decisive] ?? 0, $0.index) < ($1.rank[decisive] ?? 0, $1.index)
        }
        for candidate in ranked.prefix(Self.shownCandidates) {
            let scores = results.scorers.map { candidate.scores[$0.name].map(Self.meanAndDeviation) ?? "" }
            table.add(
                ["\(candidate.rank[decisive] ?? 0)"] + scores
                    + candidate.parameters.entries.map(\.text)
                    + [Numerals.seconds(candidate.fitSeconds)])
        }
        let rest = results.candidates.count - Self.shownCandidates
        return table.text + (rest > 0 ? "\n… and \(rest) more" : "")
    }

    private var summary: String {
        let tasks = results.tasks
        let merged =
            tasks.run < tasks.naive
            ? ", \(tasks.run) after it (\(Numerals.percent(1 - Double(tasks.run) / Double(tasks.naive))) saved)"
            : tasks.run == tasks.naive ? "; all of them ran" : ", \(tasks.run) with what is shared"
        let candidates = Numerals.count(results.candidates.count, "candidate")
        let splits = Numerals.count(results.splitCount, "split")
        let stages = [
            ("load", timing.load), ("plan", timing.plan), ("run", timing.run), ("refit", timing.refit),
        ]
        let times = stages.map { "\($0) \(Numerals.seconds($1))" }.joined(separator: ", ")
        return """
            \(candidates) on \(splits): \(tasks.naive) tasks before merging\(merged)
            \(Numerals.seconds(timing.total)) s \(scheduler.words): \(times)
            """
    }

    private static func meanAndDeviation(_ scores: SplitScores) -> String {
        scores.mean.isNaN
            ? "nan" : "\(Numerals.score(scores.mean)) ± \(Numerals.score(scores.standardDeviation))"
    }
}
