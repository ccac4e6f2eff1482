/// The tables of a study.
///
/// - `problem`: the data and the release, by a key, with a description.
/// - `candidate`: the pipelines of a problem, by a key, with the varied parameters as text.
/// - `score`: the score of a candidate on the rows of a split, or the failure. A score that is not a number is null.
/// - `folds`: the splits that belong together, by their keys.
/// - `plan`: the grids that were searched, and the candidates that were scored before the first time.
enum Schema {
    /// Identifies study files, in the header of the database: `Trel`.
    static let application: Int64 = 0x5472_656C

    /// The version of the tables.
    static let version: Int64 = 1

    static let statements = [
        """
        CREATE TABLE problem (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, rows INTEGER NOT NULL, features INTEGER NOT NULL,
            target TEXT NOT NULL, created REAL NOT NULL)
        """,
        """
        CREATE TABLE candidate (
            id INTEGER PRIMARY KEY, problem INTEGER NOT NULL REFERENCES problem(id) ON DELETE CASCADE,
            key BLOB NOT NULL, parameters TEXT NOT NULL, pipeline TEXT NOT NULL, UNIQUE (problem, key))
        """,
        """
        CREATE TABLE folds (
            problem INTEGER NOT NULL REFERENCES problem(id) ON DELETE CASCADE, splits BLOB NOT NULL,
            description TEXT NOT NULL, PRIMARY KEY (problem, splits)) WITHOUT ROWID
        """,
        """
        CREATE TABLE score (
            candidate INTEGER NOT NULL REFERENCES candidate(id) ON DELETE CASCADE, split BLOB NOT NULL,
            scorer TEXT NOT NULL, is_train INTEGER NOT NULL, score REAL, warnings TEXT, operation TEXT, error TEXT,
            PRIMARY KEY (candidate, split, scorer, is_train)) WITHOUT ROWID
        """,
        """
        CREATE TABLE plan (
            problem INTEGER NOT NULL REFERENCES problem(id) ON DELETE CASCADE, key BLOB NOT NULL,
            scored_before BLOB NOT NULL, PRIMARY KEY (problem, key)) WITHOUT ROWID
        """,
    ]
}
