import Trellis

/// The outcome of a search, formatted as text, JSON or CSV.
struct SearchReport {
    /// What was searched.
    let subject: any SearchSubject

    /// The limit after which the search ended by itself, if it did not end before; nil without one.
    let budget: SearchBudget?

    let results: ScoredCandidates

    /// The best candidate; nil if all candidates failed.
    let best: CandidateResult?

    /// The best candidate refitted on all of the data; nil without a refit, or if the refit failed.
    let model: FittedPipeline?

    /// The out-of-fold predictions of the best candidate; nil unless requested, or if all candidates failed.
    let outOfFold: OutOfFoldPredictions?

    /// The permutation importance of the columns for the best candidate; nil unless the page needs it.
    let importance: PermutationImportance?

    /// The scores of the search on the test rows of outer splits; nil unless requested, or if the search failed.
    let nested: NestedScores?

    /// The error, if no candidate succeeded or the refit failed.
    let failure: SearchError?

    let scheduler: SchedulerChoice
    let timing: Timing

    /// What the requested files need beyond the scores.
    struct Needs {
        /// Whether the rows are predicted out of fold.
        var predictions: Bool
        /// Whether the page of results is made.
        var page: Bool
    }

    /// The time of each stage, in seconds.
    struct Timing: Encodable {
        let load, plan, run, refit, total: Double
    }

    /// The names of the varied parameters.
    var parameterNames: [String] { results.parameterNames }
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
            return try text(results.choice)
        }
    }

    private func text(_ choice: CandidateChoice) -> String {
        let best = choice.candidate
        var lines = subject.hasAddedColumns ? ["pipeline: \(subject.pipeline)"] : []
        lines.append("best: \(best.parameters)")
        for scorer in results.scorers {
            guard let scores = best.scores[scorer.name] else { continue }
            let isDecisive = scorer.name == best.scorer && results.scorers.count > 1
            lines.append(
                "\(scorer.name): \(Self.meanAndDeviation(scores)) over \(subject.folds)"
                    + (isDecisive ? ", which selects the best" : ""))
        }
        lines += [choice.text, results.runnerUp?.text].compactMap { $0 }
        if let nested, let outer = subject.outerFolds {
            for scorer in nested.scorers {
                guard let scores = nested.scores[scorer.name] else { continue }
                lines.append(
                    "nested \(scorer.name): \(Self.meanAndDeviation(scores)) over \(outer), each searched by \(subject.folds)"
                )
            }
        }
        if results.candidates.count > 1 { lines += ["", table(by: best.scorer)] }
        lines += ["", summary]
        return lines.joined(separator: "\n")
    }

    private func table(by decisive: String) -> String {
        var columns: [(title: String, alignment: TextTable.Alignment)] = [("rank", .right)]
        columns += results.scorers.map { ($0.name, .right) }
        let showsResource = results.candidates.contains { $0.resource != nil }
        if showsResource { columns.append((subject.resourceName, .right)) }
        columns += parameterNames.map { ($0, .left) }
        columns.append(("fit seconds", .right))
        var table = TextTable(columns)
        let ranked = results.candidates.sorted {
            ($0.rank[decisive] ?? 0, $0.index) < ($1.rank[decisive] ?? 0, $1.index)
        }
        for candidate in ranked.prefix(Self.shownCandidates) {
            let scores = results.scorers.map {
                candidate.scores[$0.name].map { Self.text($0, of: candidate) } ?? ""
            }
            table.add(
                ["\(candidate.rank[decisive] ?? 0)"] + scores
                    + (showsResource ? [candidate.resource.map { "\($0)" } ?? "all"] : [])
                    + parameterNames.map { candidate.parameters.text(of: $0) ?? "" }
                    + [Numerals.seconds(candidate.fitSeconds)])
        }
        let rest = results.candidates.count - Self.shownCandidates
        return table.text + (rest > 0 ? "\n… and \(rest) more" : "")
    }

    private var summary: String {
        let candidates = Numerals.count(
            results.candidates.count, subject.isAdaptive ? "evaluation" : "candidate")
        let splits = Numerals.count(results.splitCount, "split")
        let eliminated = results.candidates.count { $0.eliminatedAfter != nil }
        let raced = eliminated > 0 ? ", \(eliminated) eliminated early" : ""
        let stages = [
            ("load", timing.load), ("plan", timing.plan), ("run", timing.run), ("refit", timing.refit),
        ]
        let times = stages.map { "\($0) \(Numerals.seconds($1))" }.joined(separator: ", ")
        let stopped =
            results.isStopped
            ? budget.map { "stopped after \($0.text), before the search was complete\n" }
                ?? "stopped before the search was complete\n" : ""
        return """
            \(stopped)\(candidates) on \(splits)\(raced): \(Numerals.tasks(results.tasks))
            \(Numerals.seconds(timing.total)) s \(scheduler.phrase): \(times)
            """
    }

    private static func text(_ scores: SplitScores, of candidate: CandidateResult) -> String {
        guard let splits = candidate.eliminatedAfter else { return meanAndDeviation(scores) }
        return "\(Numerals.score(scores.first(splits).mean)) on \(Numerals.count(splits, "split"))"
    }

    static func meanAndDeviation(_ scores: SplitScores) -> String {
        scores.mean.isNaN
            ? "nan" : "\(Numerals.score(scores.mean)) ± \(Numerals.score(scores.standardDeviation))"
    }
}
