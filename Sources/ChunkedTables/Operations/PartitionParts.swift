internal import TaskGraph

/// Reads the rows of some parts, and writes each to the partition of its keys.
struct PartitionParts: TypedOperation {
    /// The parts, one or several that follow each other.
    let scans: [PartScan]

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The positions of the keys.
    let keys: [Int]

    /// The number of partitions.
    let count: Int

    /// The position of the first part among all parts.
    let place: Int
    let file: SpillFile
    let plan: SpillPlan

    let name = "partition-parts"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: scans.count)
        for scan in scans { scan.encode(into: &encoder) }
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(keys)
        encoder.append([count, place, file.identity, plan.runBytes, plan.blockBytes])
    }

    /// Returns the rows in partitions; their last column are the numbers of the rows in the table.
    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> PartitionedRows {
        var writer = PartitionWriter(file: file, kinds: kinds, keys: keys, count: count, plan: plan)
        for (index, scan) in scans.enumerated() {
            writer.begin(part: place + index)
            try scan.forEachBlock(of: inputs.scanned(index), in: context) { block, dictionary in
                try writer.append(block, dictionary: dictionary)
                return true
            }
        }
        return try writer.finish()
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        let bytes = scans.reduce(0) { $0 + $1.byteCount }
        let rows = min(2 * bytes, plan.waitingBytes(partitions: count))
        return TaskEstimate(
            seconds: 2 * scans.reduce(0) { $0 + $1.seconds }, bytes: 1 << 16, workBytes: 3 * rows + (2 << 20))
    }
}
