internal import Tabular

/// Writes rows to partitions by the hash of their keys.
///
/// Rows of all partitions wait in memory (``SpillPlan/waitingBytes(partitions:)``), and are written together. Blocks have rows of
/// several parts of the table. So the number of blocks depends on the size of the rows and on the memory, and not on the number
/// of parts.
struct PartitionWriter {
    private let file: SpillFile

    /// The types of the columns, of which the last are the numbers of the rows.
    private let kinds: [ValueKind]

    /// The positions of the keys.
    private let keys: [Int]
    private let count: Int
    private let plan: SpillPlan

    /// The rows that wait.
    private var chunk: TableChunk
    private var forms: [ColumnForm]

    /// The blocks that have been written, and the partition of each.
    private var blocks: [(partition: Int32, block: SpilledRun.Block)] = []

    /// The position of the part that is read, and the number of its rows so far.
    private var part = 0
    private var row = 0

    /// Creates a writer to a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - kinds: The types of the columns.
    ///   - keys: The positions of the keys.
    ///   - count: The number of partitions.
    ///   - plan: How rows are divided.
    init(file: SpillFile, kinds: [ValueKind], keys: [Int], count: Int, plan: SpillPlan) {
        (self.file, self.keys, self.count, self.plan) = (file, keys, count, plan)
        self.kinds = kinds + [.number]
        chunk = TableChunk(kinds: self.kinds)
        forms = self.kinds.map { _ in ColumnForm() }
    }

    /// Begins a part of the table, which comes with dictionaries of its own.
    mutating func begin(part: Int) {
        (self.part, row) = (part, 0)
        chunk.endDictionaries()
    }

    /// Adds rows of the part.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    mutating func append(
        _ block: Evaluator.Block, dictionary: (BlockValue) -> CategoryBuilder
    ) throws {
        let numbers = (row..<row + block.rows).map { RowNumber.number(ofRow: $0, inPart: part) }
        row += block.rows
        chunk.append(
            Evaluator.Block(
                rows: block.rows, outputs: block.outputs + [.numbers(numbers, areIntegers: true)]),
            dictionary: dictionary)
        if chunk.byteCount > plan.waitingBytes(partitions: count) { try write() }
    }

    /// Writes the rows that wait, and returns all rows.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    consuming func finish() throws -> PartitionedRows {
        try write()
        var ends = [Int32](repeating: 0, count: count)
        for (partition, _) in blocks { ends[Int(partition)] += 1 }
        for partition in ends.indices.dropFirst() { ends[partition] += ends[partition - 1] }
        // The blocks of a partition stay in their order.
        let order = blocks.indices.sorted {
            (blocks[$0].partition, blocks[$0].block.offset) < (blocks[$1].partition, blocks[$1].block.offset)
        }
        let sorted = order.map { blocks[$0].block }
        return PartitionedRows(.init(file: file, blocks: sorted, ends: ends), kinds: kinds, forms: forms)
    }

    /// Writes the rows that wait, with one call of the system.
    private mutating func write() throws {
        // Whether the numbers are integers also depends on rows that have been filtered out.
        for place in forms.indices { forms[place].add(chunk.columns[place], rows: 0..<chunk.rows) }
        guard chunk.rows > 0 else { return }
        let partitions = RowPartitions(chunk, keys: keys, count: count)
        let size = max(1, plan.blockBytes / max(1, chunk.byteCount / chunk.rows))
        var encoder = RowEncoder(chunk)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunk.byteCount + chunk.byteCount / 4)
        let first = blocks.count
        for partition in 0..<count {
            let rows = partitions.rows(of: partition)
            for start in stride(from: rows.startIndex, to: rows.endIndex, by: size) {
                let some = rows[start..<min(start + size, rows.endIndex)]
                let offset = bytes.count
                encoder.append(rows: some, to: &bytes)
                let block = SpilledRun.Block(
                    offset: offset, byteCount: bytes.count - offset, rows: some.count)
                blocks.append((Int32(partition), block))
            }
        }
        let start = try file.append(bytes)
        for place in first..<blocks.count { blocks[place].block.offset += start }
        chunk = TableChunk(kinds: kinds)
    }
}
