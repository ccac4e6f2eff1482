public import Foundation
internal import ModelSelection
internal import TaskGraph

extension Study {
    /// The scores of one dataset on one set of folds.
    public struct Problem: Sendable {
        /// The path of the study.
        let path: String

        /// The number, from 1, in the order in which problems were begun.
        public let number: Int

        /// The number of rows of the data.
        public let rows: Int

        /// The number of features.
        public let features: Int

        /// The name of the target.
        public let target: String

        /// The folds: `5 stratified folds`.
        public let folds: String

        /// The number of splits.
        public let splits: Int

        /// When the problem was begun.
        public let begun: Date

        /// The candidates that were scored on at least one split, the best by the first scorer first; those that are not
        /// scored on all splits are last.
        public let candidates: [Candidate]

        /// The names of the scorers, sorted.
        public let scorers: [String]
    }

    /// The scores of one candidate.
    public struct Candidate: Sendable {
        /// The varied parameters as text.
        public let parameters: String

        /// The pipeline with all parameters that differ from their defaults.
        public let pipeline: String

        /// The scores of the test rows by scorer, in the order of the splits; NaN where there is none.
        public let scores: [String: [Double]]

        /// The number of splits on which it was scored, or failed.
        public let evaluatedSplits: Int

        /// The message of its first failure; nil without one.
        public let error: String?

        /// Returns the mean score; NaN unless it was scored on all splits.
        public func mean(_ scorer: String) -> Double {
            let scores = scores[scorer, default: []]
            return scores.reduce(0, +) / Double(scores.count)
        }
    }

    /// Reads all problems with their candidates.
    ///
    /// - Throws: ``StudyError``.
    /// - Complexity: O(n) in the number of scores, times the sets of folds of a dataset.
    public func problems() throws -> [Problem] {
        try using { database in
            let found = try database.rows(
                """
                SELECT problem.id, rows, features, target, created, splits, description
                FROM problem JOIN folds ON folds.problem = problem.id ORDER BY problem.id, folds.description
                """)
            return try found.enumerated().map { index, row in
                let splits = TaskKey.list(row[5].bytes ?? [])
                let candidates = try Self.candidates(of: row[0], on: splits, in: database)
                let scorers = Set(candidates.flatMap(\.scores.keys)).sorted()
                let ranked = candidates.enumerated().sorted { left, right in
                    guard !scorers.isEmpty else { return false }
                    let (one, other) = (left.element.mean(scorers[0]), right.element.mean(scorers[0]))
                    if one.isNaN || other.isNaN {
                        return one.isNaN == other.isNaN ? left.offset < right.offset : other.isNaN
                    }
                    return (other, left.offset) < (one, right.offset)
                }
                return Problem(
                    path: path, number: index + 1, rows: Int(row[1].integer ?? 0),
                    features: Int(row[2].integer ?? 0),
                    target: row[3].text ?? "", folds: row[6].text ?? "", splits: splits.count,
                    begun: Date(timeIntervalSince1970: row[4].real ?? 0), candidates: ranked.map(\.element),
                    scorers: scorers)
            }
        }
    }

    /// Returns the candidates of a problem that have a score on one of some splits.
    private static func candidates(
        of problem: Database.Value, on splits: [TaskKey], in database: Database
    ) throws -> [Candidate] {
        let places = Dictionary(splits.enumerated().map { ($1, $0) }) { first, _ in first }
        var found: [Int64: (scores: [String: [Double]], splits: Set<Int>, error: String?)] = [:]
        let rows = try database.rows(
            """
            SELECT candidate, split, scorer, score, error FROM score
            WHERE is_train = 0 AND candidate IN (SELECT id FROM candidate WHERE problem = ?)
            """, [problem])
        for row in rows {
            guard let id = row[0].integer, let key = row[1].bytes.flatMap(TaskKey.init(bytes:)),
                let place = places[key], let scorer = row[2].text
            else { continue }
            var candidate = found[id] ?? ([:], [], nil)
            candidate.scores[scorer, default: Array(repeating: .nan, count: splits.count)][place] =
                row[3].real ?? .nan
            candidate.splits.insert(place)
            candidate.error = candidate.error ?? row[4].text
            found[id] = candidate
        }
        return try database.rows(
            "SELECT id, parameters, pipeline FROM candidate WHERE problem = ? ORDER BY id", [problem]
        ).compactMap { row in
            guard let candidate = row[0].integer.flatMap({ found[$0] }) else { return nil }
            return Candidate(
                parameters: row[1].text ?? "", pipeline: row[2].text ?? "", scores: candidate.scores,
                evaluatedSplits: candidate.splits.count, error: candidate.error)
        }
    }

    /// Adds the contents of another study, which is not changed.
    ///
    /// Scores that both have are kept as they are.
    ///
    /// - Throws: ``StudyError``.
    public func merge(_ other: Study) throws {
        try other.flush()
        try using { database in
            try database.rows("ATTACH DATABASE ? AS other", [.text(other.path)])
            defer { _ = try? database.rows("DETACH DATABASE other") }
            try database.transaction {
                for statement in Self.merging { try database.rows(statement) }
            }
        }
    }

    private static let merging = [
        """
        INSERT OR IGNORE INTO problem (key, rows, features, target, created)
        SELECT key, rows, features, target, created FROM other.problem
        """,
        """
        INSERT OR IGNORE INTO candidate (problem, key, parameters, pipeline)
        SELECT mine.id, theirs.key, theirs.parameters, theirs.pipeline FROM other.candidate theirs
        JOIN other.problem ON other.problem.id = theirs.problem
        JOIN main.problem mine ON mine.key = other.problem.key
        """,
        """
        INSERT OR IGNORE INTO folds (problem, splits, description)
        SELECT mine.id, theirs.splits, theirs.description FROM other.folds theirs
        JOIN other.problem ON other.problem.id = theirs.problem
        JOIN main.problem mine ON mine.key = other.problem.key
        """,
        """
        INSERT OR IGNORE INTO score (candidate, split, scorer, is_train, score, warnings, operation, error)
        SELECT mine.id, theirs.split, theirs.scorer, theirs.is_train, theirs.score, theirs.warnings,
            theirs.operation, theirs.error
        FROM other.score theirs
        JOIN other.candidate ON other.candidate.id = theirs.candidate
        JOIN other.problem ON other.problem.id = other.candidate.problem
        JOIN main.problem ON main.problem.key = other.problem.key
        JOIN main.candidate mine ON mine.problem = main.problem.id AND mine.key = other.candidate.key
        """,
    ]

    /// Removes a problem, or the failures of all problems, which are then computed again; and frees the space.
    ///
    /// - Parameter number: The number of the problem; nil for the failures of all.
    /// - Returns: The number of scores that were removed.
    /// - Throws: ``StudyError``.
    @discardableResult
    public func prune(problem number: Int?) throws -> Int {
        if let number { _ = try self.problem(number) }
        return try using { database in
            func scoreCount() throws -> Int64 {
                try database.rows("SELECT count(*) FROM score")[0][0].integer ?? 0
            }
            let before = try scoreCount()
            try database.transaction {
                guard let number else {
                    try database.rows("DELETE FROM score WHERE error IS NOT NULL")
                    return
                }
                let folds = try database.rows(
                    """
                    SELECT problem.id, splits FROM problem JOIN folds ON folds.problem = problem.id
                    ORDER BY problem.id, folds.description
                    """)[number - 1]
                for split in TaskKey.list(folds[1].bytes ?? []) {
                    try database.rows(
                        """
                        DELETE FROM score WHERE split = ?
                        AND candidate IN (SELECT id FROM candidate WHERE problem = ?)
                        """, [.bytes(split.bytes), folds[0]])
                }
                try database.rows("DELETE FROM folds WHERE problem = ? AND splits = ?", [folds[0], folds[1]])
                try database.rows("DELETE FROM plan WHERE problem = ?", [folds[0]])
                try database.rows(
                    "DELETE FROM candidate WHERE problem = ? AND id NOT IN (SELECT candidate FROM score)",
                    [folds[0]])
                try database.rows("DELETE FROM problem WHERE id NOT IN (SELECT problem FROM folds)")
            }
            let removed = Int(before - (try scoreCount()))
            try database.rows("VACUUM")
            self.forgetRows()
            return removed
        }
    }

    /// Returns the problem of a number, from 1; by default, the last one.
    ///
    /// - Throws: ``StudyError/noProblem(path:number:count:)``; the errors of reading.
    public func problem(_ number: Int? = nil) throws -> Problem {
        let problems = try problems()
        let place = (number ?? problems.count) - 1
        guard problems.indices.contains(place) else {
            throw StudyError.noProblem(path: path, number: number ?? 1, count: problems.count)
        }
        return problems[place]
    }
}
