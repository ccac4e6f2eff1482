internal import Learning
public import Tabular
internal import TaskGraph

extension ChunkedTable {
    /// Joins the rows with those of a table in memory that have equal keys, while they are read.
    ///
    /// ```swift
    /// let zones = try Table(csv: "zones.csv")
    /// let boroughs = try trips.joined(with: zones, by: ["zone"], kind: .left)
    ///     .grouped(by: "borough").aggregated(.mean("fare"))
    /// ```
    ///
    /// The result is that of `merge` of pandas: the rows in the order of this table, and for each the rows of the other in their
    /// order; the columns of this table, followed by those of the other that are not keys. Missing keys are equal. Columns
    /// that both tables have, but for the keys, get suffixes.
    ///
    /// - Parameters:
    ///   - other: The table in memory.
    ///   - keys: The names of the keys, which both tables have.
    ///   - kind: Which rows are returned; inner by default.
    ///   - suffixes: The suffixes of columns of this table and of the other.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``, ``ChunkedTableError/unknownKey(name:advice:)``,
    ///   ``ChunkedTableError/duplicateColumn(name:)``, ``ChunkedTableError/keyKinds(key:left:right:)`` or
    ///   ``ChunkedTableError/noKeys``.
    /// - Complexity: O(*m*), where *m* is the size of the table in memory; each row is then found in O(1).
    public func joined(
        with other: Table, by keys: [String], kind: JoinKind = .inner,
        suffixes: (String, String) = ("_x", "_y")
    ) throws -> ChunkedTable {
        let chunk = TableChunk(other)
        let columns = zip(other.columnNames, chunk.columns).map { (name: $0, kind: $1.kind) }
        let names = try joinNames(with: columns, keys: keys, suffixes: suffixes)
        return joined(with: chunk, columns: other.columnNames, keys: keys, kind: kind, names: names)
    }

    /// Adds a join with the rows of a chunk as a step.
    func joined(
        with chunk: TableChunk, columns others: [String], keys: [String], kind: JoinKind, names: JoinNames
    ) -> ChunkedTable {
        let rows = JoinedRows(chunk, columns: others, keys: keys, names: names)
        let kinds = rows.table.columns.map(\.kind.ofCells)
        var table = self
        table.steps.steps.append(.join(TableJoin(keys: keys, kind: kind, names: names, kinds: kinds)))
        table.joinedRows.append(rows)
        table.columns = zip(names.left, columns).map { (name: $0.new, kind: $1.kind) }
        table.columns += zip(names.right, kinds).map { (name: $0.new, kind: $1) }
        return table
    }

    /// Checks the keys of a join, and names the columns of its result.
    func joinNames(
        with other: [(name: String, kind: ValueKind)], keys: [String], suffixes: (String, String)
    ) throws -> JoinNames {
        if keys.isEmpty { throw ChunkedTableError.noKeys }
        if let name = keys.firstRepeated { throw ChunkedTableError.duplicateColumn(name: name) }
        for key in keys {
            let left = try column(key).kind
            guard let right = other.first(where: { ExactText($0.name) == ExactText(key) })?.kind else {
                throw ChunkedTableError.unknownKey(
                    name: key, advice: advice(for: key, among: other.map(\.name)))
            }
            guard left.ofCells == right.ofCells else {
                throw ChunkedTableError.keyKinds(key: key, left: left.phrase, right: right.phrase)
            }
        }
        return try JoinNames(
            left: columnNames, right: other.map(\.name), keys: keys, suffixes: suffixes)
    }
}
