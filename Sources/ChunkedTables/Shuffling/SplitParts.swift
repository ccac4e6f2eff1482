internal import TaskGraph

/// Reads the rows of some parts, and divides them into pieces.
struct SplitParts: TypedOperation {
    /// Which piece a row is in.
    enum Rule: Sendable {
        /// That of the hash of its keys, of `count` pieces; the last column of a piece are the numbers of the rows in the table.
        case hash(keys: [Int], count: Int)

        /// That of its place in an order.
        case ranges(RowRanges)
    }

    /// The parts, one or several that follow each other.
    let scans: [PartScan]

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The position of the parts among all tasks that divide rows of the table.
    let place: Int
    let rule: Rule

    let name = "split-parts"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: scans.count)
        for scan in scans { scan.encode(into: &encoder) }
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(place)
        switch rule {
        case .hash(let keys, let count):
            encoder.append("hash")
            encoder.append(keys)
            encoder.append(count)
        case .ranges(let ranges):
            encoder.append("ranges")
            ranges.encode(into: &encoder)
        }
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> TablePieces {
        var chunk = TableChunk(kinds: kinds)
        for (index, scan) in scans.enumerated() {
            chunk.append(try scan.rows(kinds, of: inputs.scanned(index), in: context))
        }
        switch rule {
        case .hash(let keys, let count):
            let rows = chunk.partitions(by: keys, count: count)
            chunk.append(column: Self.numbers(of: place, rows: chunk.rows))
            return TablePieces(chunk, rows: rows)
        case .ranges(let ranges): return TablePieces(chunk, rows: ranges.pieces(of: chunk, at: place))
        }
    }

    /// The number of rows that the numbers of one task are reserved for.
    static let rowsOfTask = 0x1p32

    /// The numbers of the rows of a task in the table.
    private static func numbers(of place: Int, rows: Int) -> TableChunk.Column {
        var numbers = TableChunk.Column(kind: .number)
        numbers.numbers = (0..<rows).map { Double(place) * rowsOfTask + Double($0) }
        return numbers
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        let bytes = 2 * scans.reduce(0) { $0 + $1.byteCount }
        return TaskEstimate(
            seconds: 2 * scans.reduce(0) { $0 + $1.seconds }, bytes: bytes, workBytes: bytes + (4 << 20))
    }
}

extension PartScan {
    /// Reads all rows.
    ///
    /// - Parameters:
    ///   - kinds: The types of the columns.
    ///   - inputs: The inputs of the task.
    ///   - context: The context of the task.
    func rows(
        _ kinds: [ValueKind], of inputs: ScannedValues, in context: TaskContext
    ) throws -> TableChunk {
        var chunk = TableChunk(kinds: kinds)
        try forEachBlock(of: inputs, in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            return true
        }
        return chunk
    }
}
