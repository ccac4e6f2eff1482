internal import Learning
internal import TaskGraph

/// A join of the rows of a chunked table with a table in memory, as a step.
struct TableJoin: Sendable {
    let table: JoinTable

    /// The keys of the left table.
    let keys: [String]
    let kind: JoinKind
    let names: JoinNames

    /// Identifies the rows of the table in memory.
    let digest: TaskKey

    /// Creates a join with the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The rows of the right table.
    ///   - columns: The names of its columns.
    ///   - keys: The keys, which both tables have.
    ///   - kind: Which rows are returned.
    ///   - names: The names of the columns of the result.
    init(_ chunk: TableChunk, columns: [String], keys: [String], kind: JoinKind, names: JoinNames) {
        func place(of name: String) -> Int {
            guard let place = columns.firstIndex(where: { ExactText($0) == ExactText(name) }) else {
                preconditionFailure("the right table has no column '\(name)'")
            }
            return place
        }
        table = JoinTable(
            chunk, keys: keys.map { place(of: $0) }, columns: names.right.map { place(of: $0.old) })
        (self.keys, self.kind, self.names) = (keys, kind, names)
        digest = chunk.bytes(of: 0..<chunk.rows).withUnsafeBytes { TaskKey(hashing: $0) }
    }

    /// The columns that the step needs, given those that are needed of its result.
    func needs(_ needed: Set<ExactText>) -> Set<ExactText> {
        let right = Set(names.right.map { ExactText($0.new) })
        let old = Dictionary(uniqueKeysWithValues: names.left.map { (ExactText($0.new), ExactText($0.old)) })
        return Set(needed.filter { !right.contains($0) }.map { old[$0] ?? $0 })
            .union(keys.map { ExactText($0) })
    }

    /// Writes everything that identifies the step.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(digest)
        encoder.append(list: keys)
        encoder.append(kind.rawValue)
        encoder.append(list: names.left.flatMap { [$0.old, $0.new] })
        encoder.append(list: names.right.flatMap { [$0.old, $0.new] })
    }
}
