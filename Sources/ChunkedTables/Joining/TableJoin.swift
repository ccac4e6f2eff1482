internal import Learning
internal import TaskGraph

/// A join of the rows of a chunked table with a table in memory, as a step.
///
/// The table in memory is an input of the tasks that read the rows, so that it is sent to each worker of a cluster once.
struct TableJoin: Sendable {
    /// The keys of the left table.
    let keys: [String]
    let kind: JoinKind
    let names: JoinNames

    /// The types of the columns of the right table that are in the result.
    let kinds: [ValueKind]

    /// Whether a table in memory has the columns of the result, and as many keys.
    func fits(_ table: JoinTable) -> Bool {
        table.columns.map(\.kind.ofCells) == kinds && table.keys.count == keys.count
    }

    /// The columns that the step needs, given those that are needed of its result.
    func needs(_ needed: Set<ExactText>) -> Set<ExactText> {
        let right = Set(names.right.map { ExactText($0.new) })
        let old = Dictionary(names.left.map { (ExactText($0.new), ExactText($0.old)) }) { first, _ in first }
        return Set(needed.filter { !right.contains($0) }.map { old[$0] ?? $0 })
            .union(keys.map { ExactText($0) })
    }
}

/// The rows of the right table of a join, which is in memory.
struct JoinedRows: DataSource {
    let table: JoinTable

    /// Identifies the rows, the keys and the columns.
    private let rowsDigest: TaskKey

    let name = "joined-rows"
    var value: any Sendable { table }

    /// Indexes the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The rows of the right table.
    ///   - columns: The names of its columns.
    ///   - keys: The keys, which the table has.
    ///   - names: The names of the columns of the result.
    init(_ chunk: TableChunk, columns: [String], keys: [String], names: JoinNames) {
        func place(of name: String) -> Int {
            guard let place = columns.firstIndex(where: { ExactText($0) == ExactText(name) }) else {
                preconditionFailure("the right table has no column '\(name)'")
            }
            return place
        }
        let (keys, others) = (keys.map { place(of: $0) }, names.right.map { place(of: $0.old) })
        table = JoinTable(chunk, keys: keys, columns: others)
        var encoder = CanonicalEncoder()
        encoder.append(bytes: chunk.bytes(of: 0..<chunk.rows))
        encoder.append(chunk.columns.map { $0.areIntegers ? 1 : 0 })
        encoder.append(keys)
        encoder.append(others)
        rowsDigest = encoder.digest
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(rowsDigest) }
}
