internal import TaskGraph

/// Reads the rows of a part.
struct ReadPart: TypedOperation {
    let scan: PartScan

    /// The number of rows to read; nil for all.
    let limit: Int?

    /// The types of the columns.
    let kinds: [ValueKind]

    let name = "read-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(limit)
        encoder.append(list: kinds.map(\.rawValue))
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> TableChunk {
        var chunk = TableChunk(kinds: kinds)
        try scan.forEachBlock(in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            return limit.map { chunk.rows < $0 } ?? true
        }
        return limit.map { chunk.prefix($0) } ?? chunk
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        // A cell takes about as many bytes in memory as in the file.
        let share = Double(kinds.count) / Double(max(1, scan.names.count))
        let bytes = Int(Double(scan.byteCount) * min(1, share)) + 64
        return TaskEstimate(
            seconds: scan.seconds, bytes: bytes, workBytes: bytes / 4 + (4 << 20), columns: kinds.count)
    }
}
