internal import TaskGraph

/// Reads the rows of a part, and writes each to the partition of its keys.
struct PartitionPart: TypedOperation {
    let scan: PartScan

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The positions of the keys.
    let keys: [Int]

    /// The number of partitions.
    let count: Int

    /// The position of the part among all parts.
    let place: Int
    let file: SpillFile
    let plan: SpillPlan

    let name = "partition-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(keys)
        encoder.append([count, place, file.identity, plan.runBytes, plan.blockBytes])
    }

    /// Returns a run for each partition, whose last column are the numbers of the rows in the table.
    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> [SpilledRun] {
        var runs = [SpilledRun](
            repeating: SpilledRun(file: file, kinds: kinds + [.number]), count: count)
        var chunk = TableChunk(kinds: kinds)
        var first = Double(place) * 0x1p32
        func spill() throws {
            var numbers = TableChunk.Column(kind: .number)
            numbers.numbers = (0..<chunk.rows).map { first + Double($0) }
            first += Double(chunk.rows)
            let partitions = chunk.partitions(by: keys, count: count)
            chunk.append(column: numbers)
            for (place, rows) in partitions.enumerated() {
                try runs[place].append(chunk.rows(at: rows), blockBytes: plan.blockBytes)
            }
            chunk = TableChunk(kinds: kinds)
        }
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            if chunk.byteCount > plan.runBytes { try spill() }
            return true
        }
        try spill()
        return runs
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        let rows = min(2 * scan.byteCount, plan.runBytes)
        return TaskEstimate(
            seconds: 2 * scan.seconds, bytes: 128 * count, workBytes: 3 * rows + (2 << 20))
    }
}
