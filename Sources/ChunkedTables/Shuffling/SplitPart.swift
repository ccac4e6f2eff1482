internal import TaskGraph

/// Reads the rows of a part, and divides them into pieces.
struct SplitPart: TypedOperation {
    /// Which piece a row is in.
    enum Rule: Sendable {
        /// That of the hash of its keys, of `count` pieces; the last column of a piece are the numbers of the rows in the table.
        case hash(keys: [Int], count: Int)

        /// That of its place in an order.
        case ranges(RowRanges)
    }

    let scan: PartScan

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The position of the part among all parts.
    let place: Int
    let rule: Rule

    let name = "split-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
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
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            return true
        }
        switch rule {
        case .hash(let keys, let count):
            let rows = chunk.partitions(by: keys, count: count)
            chunk.append(column: Self.numbers(ofPart: place, rows: chunk.rows))
            return TablePieces(chunk, rows: rows)
        case .ranges(let ranges): return TablePieces(chunk, rows: ranges.pieces(of: chunk, part: place))
        }
    }

    /// The number of rows that the numbers of a part are reserved for.
    static let rowsOfPart = 0x1p32

    /// The numbers of the rows of a part in the table.
    private static func numbers(ofPart part: Int, rows: Int) -> TableChunk.Column {
        var numbers = TableChunk.Column(kind: .number)
        numbers.numbers = (0..<rows).map { Double(part) * rowsOfPart + Double($0) }
        return numbers
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: 2 * scan.seconds, bytes: 2 * scan.byteCount, workBytes: 2 * scan.byteCount + (4 << 20))
    }
}
