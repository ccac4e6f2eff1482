internal import TaskGraph

/// Reads the target of a part, and finds out what its features are.
struct ScanPart: TypedOperation {
    /// What is read, whose outputs are the target and then the features.
    let scan: PartScan

    /// The types of the outputs.
    let kinds: [ValueKind]

    let name = "scan-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> ScannedPart {
        var target = TableChunk(kinds: Array(kinds.prefix(1)))
        var features = kinds.dropFirst().map { _ in ScannedColumn() }
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            for (place, value) in block.outputs.dropFirst().enumerated() {
                features[place].add(value, rows: block.rows, after: target.rows, dictionary: dictionary)
            }
            target.append(
                Evaluator.Block(rows: block.rows, outputs: Array(block.outputs.prefix(1))),
                dictionary: dictionary)
            return true
        }
        return ScannedPart(target: target, features: features)
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        // A cell of the target takes about as many bytes in memory as in the file.
        let share = 1 / Double(max(1, scan.source.columnCount))
        let bytes = Int(Double(scan.byteCount) * min(1, share)) + 64
        return TaskEstimate(seconds: scan.seconds, bytes: bytes, workBytes: bytes / 4 + (4 << 20), columns: 1)
    }
}

/// The target of a part, and what its features are.
struct ScannedPart: Sendable {
    /// The only column.
    let target: TableChunk

    let features: [ScannedColumn]
}
