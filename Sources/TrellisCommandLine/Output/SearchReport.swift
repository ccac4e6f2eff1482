import Trellis

/// The outcome of a search, formatted as text, JSON or CSV.
struct SearchReport {
    let prepared: PreparedSearch
    let plan: SearchPlan
    let results: ScoredCandidates

    /// The best candidate; nil if all candidates failed.
    let best: CandidateResult?

    /// The best candidate refitted on all of the data; nil without a refit, or if the refit failed.
    let model: FittedPipeline?

    /// The error, if no candidate succeeded or the refit failed.
    let failure: SearchError?

    let scheduler: SchedulerChoice
    let timing: Timing

    /// The time of each stage, in seconds.
    struct Timing: Encodable {
        let load, plan, run, refit, total: Double
    }

    /// The names of the varied parameters.
    var parameterNames: [String] { results.candidates.first?.parameters.entries.map(\.name) ?? [] }
}

// MARK: - Text

extension SearchReport {
    /// The maximum number of candidates in the table.
    private static let shownCandidates = 10

    /// The best candidate, a table of the top ten, the number of tasks and the times.
    ///
    /// - Throws: ``failure``.
    var text: String {
        get throws {
            if let failure { throw failure }
            return try text(best: results.best)
        }
    }

    private func text(best: CandidateResult) -> String {
        var lines = prepared.hasAddedColumns ? ["pipeline: \(prepared.search.pipeline)"] : []
        lines.append("best: \(best.parameters)")
        for scorer in results.scorers {
            guard let scores = best.scores[scorer.name] else { continue }
            let isDecisive = scorer.name == best.scorer && results.scorers.count > 1
            lines.append(
                "\(scorer.name): \(Self.meanAndDeviation(scores)) over \(prepared.folds)"
                    + (isDecisive ? ", which selects the best" : ""))
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
            ? ", \(tasks.run) after (\(Numerals.percent(1 - Double(tasks.run) / Double(tasks.naive))) saved)"
            : ", \(tasks.run) after"
        let candidates = Numerals.count(results.candidates.count, "candidate")
        let splits = Numerals.count(results.splitCount, "split")
        let stages = [
            ("load", timing.load), ("plan", timing.plan), ("run", timing.run), ("refit", timing.refit),
        ]
        let times = stages.map { "\($0) \(Numerals.seconds($1))" }.joined(separator: ", ")
        return """
            \(candidates) on \(splits): \(tasks.naive) tasks before merging\(merged)
            \(Numerals.seconds(timing.total)) s \(scheduler.phrase): \(times)
            """
    }

    private static func meanAndDeviation(_ scores: SplitScores) -> String {
        scores.mean.isNaN
            ? "nan" : "\(Numerals.score(scores.mean)) ± \(Numerals.score(scores.standardDeviation))"
    }
}
