internal import TaskGraph

/// Reads the rows of a part, or the first of them in an order.
struct ReadPart: TypedOperation {
    let scan: PartScan

    /// The orders; none for the order of the part.
    var orders: [ColumnOrder] = []

    /// The number of rows to return; nil for all.
    let limit: Int?

    /// The types of the columns.
    let kinds: [ValueKind]

    let name = "read-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(orders)
        encoder.append(limit)
        encoder.append(list: kinds.map(\.rawValue))
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> TableChunk {
        var chunk = TableChunk(kinds: kinds)
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            guard let limit else { return true }
            if orders.isEmpty { return chunk.rows < limit }
            // The first rows so far, before they take more memory than those of a few blocks.
            if chunk.rows > 1 << 14, chunk.rows / 2 > limit { chunk = chunk.sorted(by: orders, limit: limit) }
            return true
        }
        return limit.map { chunk.sorted(by: orders, limit: $0) } ?? chunk
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        // A cell takes about as many bytes in memory as in the file.
        let share = Double(kinds.count) / Double(max(1, scan.source.columnCount))
        let all = Int(Double(scan.byteCount) * min(1, share)) + 64
        let bytes = limit.map { min(all, 64 * kinds.count * min($0, 1 << 32)) } ?? all
        return TaskEstimate(
            seconds: scan.seconds, bytes: bytes, workBytes: all / 4 + (4 << 20), columns: kinds.count)
    }
}
