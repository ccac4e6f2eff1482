extension ScoreCurve {
    /// The curve as a table: one row for each point.
    ///
    /// The columns are `training_rows` or the name of the parameter; for each scorer `mean_train_…`, `std_train_…` and
    /// `split0_train_…`, …, followed by the same of the test rows (`mean_…`); and `error`. Scores of failed splits are
    /// missing.
    ///
    /// - Throws: ``/Tabular/TabularError/duplicateColumn(file:name:positions:)`` if names of scorers make two columns of
    ///   one name: `f1` and `train_f1`.
    public var table: Table {
        get throws {
            var columns = [Column(name, points.map { Optional($0.text) })]
            for scorer in scorers.map(\.name) {
                columns += ScoredCandidates.columns(
                    of: points.map { $0.trainScores[scorer] }, named: "train_\(scorer)")
                columns += ScoredCandidates.columns(of: points.map { $0.scores[scorer] }, named: scorer)
            }
            return try Table(columns: columns + [Column("error", points.map(\.error))], name: "curve")
        }
    }

    /// The curve as JSON, in the form of the command line's `--json`.
    ///
    /// Scores that are NaN are `null`.
    public var json: String { get throws { try JSONText.encode(CurveDocument(self)) } }
}

/// A curve as JSON; property names are JSON keys.
private struct CurveDocument: Encodable {
    let name: String
    let points: [Point]
    let tasksNaive: Int
    let tasksMerged: Int

    struct Point: Encodable {
        let value: ParameterValue
        let scores: [String: ResultsDocument.Scores]
        let trainScores: [String: ResultsDocument.Scores]
        let error: String?
    }

    init(_ curve: ScoreCurve) {
        name = curve.name
        points = curve.points.map { point in
            Point(
                value: point.value, scores: point.scores.mapValues(ResultsDocument.Scores.init),
                trainScores: point.trainScores.mapValues(ResultsDocument.Scores.init), error: point.error)
        }
        (tasksNaive, tasksMerged) = curve.tasks
    }
}
