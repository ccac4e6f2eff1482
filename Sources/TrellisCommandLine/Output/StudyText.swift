import Trellis

/// The contents of a study, formatted as text, CSV or JSON.
enum StudyText {
    /// A line for each problem.
    static func list(_ problems: [Study.Problem]) -> String {
        guard !problems.isEmpty else { return "the study is empty" }
        var table = TextTable([
            ("problem", .right), ("rows", .right), ("features", .right), ("target", .left), ("folds", .left),
            ("candidates", .right), ("scorer", .left), ("best", .right),
        ])
        for problem in problems {
            let complete = problem.candidates.count { $0.evaluatedSplits == problem.splits }
            let scorer = problem.scorers.first ?? ""
            let best = problem.candidates.first.map { $0.mean(scorer) } ?? .nan
            table.add([
                "\(problem.number)", "\(problem.rows)", "\(problem.features)", problem.target, problem.folds,
                complete == problem.candidates.count
                    ? "\(complete)" : "\(complete) of \(problem.candidates.count)", scorer,
                best.isNaN ? "" : Numerals.score(best),
            ])
        }
        return table.text
    }

    /// The best candidates of a problem.
    static func show(_ problem: Study.Problem, top: Int) -> String {
        var table = TextTable(
            problem.scorers.map { ($0, .right) } + [("splits", .right), ("parameters", .left)])
        for candidate in problem.candidates.prefix(max(0, top)) {
            let scores = problem.scorers.map { scorer in
                let mean = candidate.mean(scorer)
                return mean.isNaN ? (candidate.error == nil ? "" : "failed") : Numerals.score(mean)
            }
            table.add(scores + ["\(candidate.evaluatedSplits) of \(problem.splits)", candidate.parameters])
        }
        let rest = problem.candidates.count - max(0, top)
        return """
            \(problem.rows) rows, \(Numerals.count(problem.features, "feature")), target \(problem.target), \(problem.folds)

            \(table.text)\(rest > 0 ? "\n… and \(rest) more" : "")
            """
    }

    /// All candidates of a problem, a row each.
    static func table(_ problem: Study.Problem) throws -> Table {
        let candidates = problem.candidates
        var columns = [
            Column("parameters", candidates.map { Optional($0.parameters) }),
            Column("pipeline", candidates.map { Optional($0.pipeline) }),
        ]
        for scorer in problem.scorers {
            columns.append(Column("mean_\(scorer)", candidates.map { $0.mean(scorer) }))
            for split in 0..<problem.splits {
                columns.append(
                    Column(
                        "split\(split)_\(scorer)",
                        candidates.map { $0.scores[scorer].map { $0[split] } ?? .nan }))
            }
        }
        columns.append(Column("error", candidates.map(\.error)))
        return try Table(columns: columns, name: "study")
    }

    /// All candidates of a problem as JSON.
    static func json(_ problem: Study.Problem) throws -> String {
        try JSONText.encode(StudyDocument(problem))
    }
}

/// A problem of a study as JSON; property names are JSON keys.
struct StudyDocument: Encodable {
    let rows: Int
    let features: Int
    let target: String
    let folds: String
    let candidates: [Candidate]

    /// One candidate.
    struct Candidate: Encodable {
        let parameters: String
        let pipeline: String
        let scores: [String: [JSONNumber]]
        let error: String?
    }

    init(_ problem: Study.Problem) {
        (rows, features, target, folds) = (problem.rows, problem.features, problem.target, problem.folds)
        candidates = problem.candidates.map { candidate in
            Candidate(
                parameters: candidate.parameters, pipeline: candidate.pipeline,
                scores: candidate.scores.mapValues { $0.map(JSONNumber.init) }, error: candidate.error)
        }
    }
}
