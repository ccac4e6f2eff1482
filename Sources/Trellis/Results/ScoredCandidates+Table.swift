extension ScoredCandidates {
    /// The candidates as a table: one row each, in grid order.
    ///
    /// The columns are `candidate`; for a search by a strategy `round`, and `resource` if it uses a part of one;
    /// `eliminated_after`, the number of splits, if a race eliminated candidates; the
    /// parameters as text, missing where a candidate does not have one; for each scorer `rank_…`, `mean_…`, `std_…` and `split0_…`, …,
    /// followed by the same of the training rows (`mean_train_…`) if they were scored; `fit_seconds`,
    /// `fit_seconds_alone`, `score_seconds` and `error`. Scores of failed splits are missing.
    ///
    /// ```swift
    /// let table = try results.table
    /// try table.csv.write(toFile: "results.csv", atomically: true, encoding: .utf8)
    /// ```
    ///
    /// - Throws: ``/Tabular/TabularError/duplicateColumn(file:name:positions:)`` if names of scorers make two columns of one
    ///   name: `f1` and `train_f1`.
    /// - Complexity: O(candidates × (parameters + scorers × splits)).
    public var table: Table {
        get throws { try Table(columns: tableColumns, name: "results") }
    }

    private var tableColumns: [Column] {
        var columns = [Column("candidate", candidates.map(\.index))]
        if candidates.contains(where: { $0.round != nil }) {
            columns.append(Column("round", candidates.map { $0.round ?? 0 }))
        }
        if candidates.contains(where: { $0.resource != nil }) {
            columns.append(Column("resource", candidates.map { $0.resource.map(Double.init) ?? .nan }))
        }
        if candidates.contains(where: { $0.eliminatedAfter != nil }) {
            columns.append(
                Column("eliminated_after", candidates.map { $0.eliminatedAfter.map(Double.init) ?? .nan }))
        }
        for name in parameterNames {
            columns.append(Column(name, candidates.map { $0.parameters.text(of: name) }))
        }
        for scorer in scorers.map(\.name) {
            columns.append(Column("rank_\(scorer)", candidates.map { $0.rank[scorer] ?? 0 }))
            columns += Self.columns(of: candidates.map { $0.scores[scorer] }, named: scorer)
            if candidates.contains(where: { $0.trainScores[scorer] != nil }) {
                columns += Self.columns(
                    of: candidates.map { $0.trainScores[scorer] }, named: "train_\(scorer)")
            }
        }
        return columns + [
            Column("fit_seconds", candidates.map(\.fitSeconds)),
            Column("fit_seconds_alone", candidates.map(\.fitSecondsAlone)),
            Column("score_seconds", candidates.map(\.scoreSeconds)),
            Column("error", candidates.map(\.error)),
        ]
    }

    /// The names of the varied parameters of all candidates, in the order of first appearance.
    package var parameterNames: [String] {
        var known: Set<String> = []
        return candidates.lazy.flatMap(\.parameters.entries).map(\.name).filter { known.insert($0).inserted }
    }

    static func columns(of scores: [SplitScores?], named name: String) -> [Column] {
        let splits = 0..<(scores.lazy.compactMap { $0?.splits.count }.first ?? 0)
        return [
            Column("mean_\(name)", scores.map { $0?.mean ?? .nan }),
            Column("std_\(name)", scores.map { $0?.standardDeviation ?? .nan }),
        ] + splits.map { split in Column("split\(split)_\(name)", scores.map { $0?.splits[split] ?? .nan }) }
    }
}

extension SearchResults {
    /// The candidates as a table; see ``ScoredCandidates/table``.
    public var table: Table { get throws { try scored.table } }
}
