internal import Dispatch
internal import Locking
public import ModelSelection
public import TaskGraph

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that keeps the scores of searches, so that a search that is repeated, resumed or extended computes only what is
/// new.
///
/// ```swift
/// var search = GridSearch(pipeline, grid: grid)
/// search.store = try Study(path: "digits.study")
/// let found = try await search.fit(digits, on: ThreadedScheduler())
/// ```
///
/// Every score is written as soon as it is computed. However the process ends, at most the tasks that were running are
/// lost. Several processes may use a study at the same time. The file is an SQLite database.
///
/// `@unchecked Sendable`: the database is used only on the queue.
public final class Study: ScoreStore, @unchecked Sendable {
    /// The path of the file.
    public let path: String

    private let database: Database
    private let queue = DispatchQueue(label: "study")
    private let pending = Lock(Pending())

    private struct Pending {
        var scores: [(key: ScoreKey, score: StoredScore, problem: StoredProblem)] = []
        var isScheduled = false
        var failure: StudyError?
        var onFailure: (@Sendable () -> Void)?
    }

    /// The rows of problems and candidates, by key.
    private var problemRows: [TaskKey: Int64] = [:]
    private var candidateRows: [Int64: [TaskKey: Int64]] = [:]

    /// Opens a study; creates the file if it does not exist.
    ///
    /// - Throws: ``StudyError``. A file that is not a study, is damaged, or was written by a newer release is left as it
    ///   is.
    public init(path: String) throws {
        self.path = path
        do {
            database = try Database(path: path)
            try Self.prepare(database, path)
        } catch let failure as Database.Failure {
            throw Self.readingError(failure, path)
        }
    }

    private static func readingError(_ failure: Database.Failure, _ path: String) -> StudyError {
        failure.isOfContent
            ? .damaged(path: path, reason: failure.message) : .cannotRead(path: path, reason: failure.message)
    }

    /// Checks the header, and creates the tables of a new file.
    private static func prepare(_ database: Database, _ path: String) throws {
        func number(_ pragma: String) throws -> Int64 {
            try database.rows("PRAGMA \(pragma)").first?.first?.integer ?? 0
        }
        do {
            _ = try number("schema_version")
        } catch let failure as Database.Failure where failure.isForeign {
            throw StudyError.notAStudy(path: path)
        }
        if try number("schema_version") == 0, try number("application_id") == 0 {
            try database.rows("PRAGMA journal_mode = WAL")
            try database.transaction {
                // Another process may have created them in the meantime.
                guard try number("application_id") == 0 else { return }
                for statement in Schema.statements { try database.rows(statement) }
                try database.rows("PRAGMA application_id = \(Schema.application)")
                try database.rows("PRAGMA user_version = \(Schema.version)")
            }
        }
        guard try number("application_id") == Schema.application else {
            throw StudyError.notAStudy(path: path)
        }
        let version = try number("user_version")
        guard version <= Schema.version else { throw StudyError.newer(path: path, version: Int(version)) }
        let found = try database.rows("PRAGMA quick_check(1)").first?.first?.text ?? "no answer"
        guard found == "ok" else { throw StudyError.damaged(path: path, reason: found) }
        try database.rows("PRAGMA journal_mode = WAL")
        try database.rows("PRAGMA synchronous = NORMAL")
        try database.rows("PRAGMA foreign_keys = ON")
    }

    /// Runs `body` with the database.
    ///
    /// - Throws: ``StudyError``.
    func using<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.sync {
            do {
                return try body(database)
            } catch let failure as Database.Failure {
                throw failure.isOfContent
                    ? StudyError.damaged(path: path, reason: failure.message)
                    : .cannotWrite(path: path, reason: failure.message)
            }
        }
    }

    // MARK: - Keeping scores

    /// Returns the scores that are kept of some candidates, and registers the candidates and their folds.
    ///
    /// - Throws: ``StudyError``.
    public func open(
        _ problem: StoredProblem, _ candidates: [StoredCandidate], on folds: StoredFolds
    ) throws -> [ScoreKey: StoredScore] {
        try using { database in
            let row = try database.transaction {
                let row = try self.row(of: problem)
                for candidate in candidates where self.candidateRows[row]?[candidate.key] == nil {
                    try database.rows(
                        "INSERT OR IGNORE INTO candidate (problem, key, parameters, pipeline) VALUES (?, ?, ?, ?)",
                        [
                            .integer(row), .bytes(candidate.key.bytes), .text(candidate.parameters),
                            .text(candidate.pipeline),
                        ])
                }
                try database.rows(
                    "INSERT OR IGNORE INTO folds (problem, splits, description) VALUES (?, ?, ?)",
                    [
                        .integer(row), .bytes(folds.splits.flatMap(\.bytes)), .text(folds.description),
                    ])
                return row
            }
            let wanted = Set(candidates.map(\.key))
            var keys: [Int64: TaskKey] = [:]
            for found in try database.rows("SELECT id, key FROM candidate WHERE problem = ?", [.integer(row)])
            {
                guard let id = found[0].integer, let key = found[1].bytes.flatMap(TaskKey.init(bytes:)),
                    wanted.contains(key)
                else { continue }
                keys[id] = key
                self.candidateRows[row, default: [:]][key] = id
            }
            var known: [ScoreKey: StoredScore] = [:]
            let scores = try database.rows(
                """
                SELECT candidate, split, scorer, is_train, score, warnings, operation, error FROM score
                WHERE candidate IN (SELECT id FROM candidate WHERE problem = ?)
                """, [.integer(row)])
            for found in scores {
                guard let candidate = found[0].integer.flatMap({ keys[$0] }),
                    let split = found[1].bytes.flatMap(TaskKey.init(bytes:)), let scorer = found[2].text
                else { continue }
                let key = ScoreKey(
                    candidate: candidate, split: split, scorer: scorer, isTrain: found[3].integer == 1)
                known[key] =
                    if let error = found[7].text {
                        .failure(operation: found[6].text ?? "", message: error)
                    } else {
                        .score(
                            found[4].real ?? .nan,
                            warnings: (found[5].text ?? "").split(separator: "\n").map { String($0) })
                    }
            }
            return known
        }
    }

    /// Returns the candidates that were scored before the first run of a plan; records `candidates` if it has not run
    /// before.
    ///
    /// - Throws: ``StudyError``.
    public func scoredBefore(
        _ plan: TaskKey, of problem: StoredProblem, _ candidates: Set<TaskKey>
    ) throws -> Set<TaskKey> {
        try using { database in
            try database.transaction {
                let row = try self.row(of: problem)
                try database.rows(
                    "INSERT OR IGNORE INTO plan (problem, key, scored_before) VALUES (?, ?, ?)",
                    [.integer(row), .bytes(plan.bytes), .bytes(candidates.sorted().flatMap(\.bytes))])
                let found = try database.rows(
                    "SELECT scored_before FROM plan WHERE problem = ? AND key = ?",
                    [.integer(row), .bytes(plan.bytes)])
                let bytes = found.first?.first?.bytes ?? []
                return Set(TaskKey.list(bytes))
            }
        }
    }

    /// Keeps scores, which are written in the background.
    public func keep(_ scores: [(key: ScoreKey, score: StoredScore)], of problem: StoredProblem) {
        let mustSchedule = pending.withLock { pending in
            guard pending.failure == nil else { return false }
            pending.scores += scores.map { ($0.key, $0.score, problem) }
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        if mustSchedule { queue.async { self.write() } }
    }

    /// Calls `action` if scores cannot be written.
    public func onFailure(_ action: @escaping @Sendable () -> Void) {
        let hasFailed = pending.withLock { pending in
            pending.onFailure = action
            return pending.failure != nil
        }
        if hasFailed { action() }
    }

    /// Waits until all scores are written.
    ///
    /// - Throws: ``StudyError/cannotWrite(path:reason:)``.
    public func flush() throws {
        queue.sync {}
        if let failure = pending.withLock({ $0.failure }) { throw failure }
    }

    /// Writes the scores that arrived since the last time.
    private func write() {
        let scores = pending.withLock { pending in
            defer { (pending.scores, pending.isScheduled) = ([], false) }
            return pending.scores
        }
        do {
            try database.transaction {
                for (key, score, problem) in scores { try write(key, score, problem) }
            }
        } catch {
            let reason = (error as? Database.Failure)?.message ?? "\(error)"
            let action = pending.withLock { pending in
                pending.failure = pending.failure ?? .cannotWrite(path: path, reason: reason)
                pending.scores = []
                return pending.onFailure
            }
            action?()
        }
    }

    private func write(_ key: ScoreKey, _ score: StoredScore, _ problem: StoredProblem) throws {
        guard let candidate = candidateRows[try row(of: problem)]?[key.candidate] else { return }
        var values: [Database.Value] = [
            .integer(candidate), .bytes(key.split.bytes), .text(key.scorer), .integer(key.isTrain ? 1 : 0),
        ]
        switch score {
        case .score(let score, let warnings):
            values += [
                score.isNaN ? .null : .real(score),
                warnings.isEmpty ? .null : .text(warnings.joined(separator: "\n")),
                .null, .null,
            ]
        case .failure(let operation, let message): values += [.null, .null, .text(operation), .text(message)]
        }
        try database.rows(
            """
            INSERT OR IGNORE INTO score (candidate, split, scorer, is_train, score, warnings, operation, error)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, values)
    }

    /// Forgets the rows of problems and candidates, because some were removed.
    func forgetRows() { (problemRows, candidateRows) = ([:], [:]) }

    /// Returns the row of a problem, which is inserted if it is new.
    private func row(of problem: StoredProblem) throws -> Int64 {
        if let row = problemRows[problem.key] { return row }
        try database.rows(
            """
            INSERT OR IGNORE INTO problem (key, rows, features, target, created) VALUES (?, ?, ?, ?, ?)
            """,
            [
                .bytes(problem.key.bytes), .integer(Int64(problem.rows)), .integer(Int64(problem.features)),
                .text(problem.target), .real(Double(time(nil))),
            ])
        let found = try database.rows("SELECT id FROM problem WHERE key = ?", [.bytes(problem.key.bytes)])
        let row = found.first?.first?.integer ?? 0
        problemRows[problem.key] = row
        return row
    }
}

extension TaskKey {
    /// The 16 bytes, most significant first.
    var bytes: [UInt8] {
        withUnsafeBytes(of: high.bigEndian) { Array($0) } + withUnsafeBytes(of: low.bigEndian) { Array($0) }
    }

    /// Returns the keys of consecutive 16 bytes.
    static func list(_ bytes: [UInt8]) -> [TaskKey] {
        stride(from: 0, to: bytes.count, by: 16).compactMap {
            TaskKey(bytes: Array(bytes[$0..<min($0 + 16, bytes.count)]))
        }
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: half(bytes[..<8]), low: half(bytes[8...]))
    }
}
