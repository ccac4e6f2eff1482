import Trellis

extension SearchReport {
    /// One row per candidate in grid order: parameters, ranks, scores of every split, times and the error.
    var csv: String {
        var csv = CSVText()
        csv.add(header)
        for candidate in results.candidates { csv.add(row(candidate)) }
        return csv.text
    }

    private var header: [String] {
        var header = ["candidate"] + parameterNames
        for scorer in results.scorers.map(\.name) {
            let splits = 0..<results.splitCount
            header += ["rank_\(scorer)", "mean_\(scorer)", "std_\(scorer)"]
            header += splits.map { "split\($0)_\(scorer)" }
            if prepared.search.trainScores {
                header += ["mean_train_\(scorer)", "std_train_\(scorer)"]
                header += splits.map { "split\($0)_train_\(scorer)" }
            }
        }
        return header + ["fit_seconds", "fit_seconds_alone", "score_seconds", "error"]
    }

    private func row(_ candidate: CandidateResult) -> [String] {
        var row = ["\(candidate.index)"] + candidate.parameters.entries.map(\.text)
        for scorer in results.scorers.map(\.name) {
            row.append("\(candidate.rank[scorer] ?? 0)")
            for scores in [candidate.scores[scorer], candidate.trainScores[scorer]] {
                guard let scores else { continue }
                row += ([scores.mean, scores.standardDeviation] + scores.splits).map(CSVText.cell)
            }
        }
        return row + [
            CSVText.cell(candidate.fitSeconds), CSVText.cell(candidate.fitSecondsAlone),
            CSVText.cell(candidate.scoreSeconds), candidate.error ?? "",
        ]
    }
}
