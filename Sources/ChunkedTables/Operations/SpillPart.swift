internal import TaskGraph

/// Reads the rows of a part, sorts them, and writes them to a file, in runs that fit in memory.
struct SpillPart: TypedOperation {
    let scan: PartScan

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The orders; none for the order of the part.
    let orders: [ColumnOrder]
    let file: SpillFile
    let plan: SpillPlan

    let name = "spill-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(orders)
        encoder.append(file.identity)
        encoder.append([plan.runBytes, plan.blockBytes])
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> [SpilledRun] {
        var runs: [SpilledRun] = []
        var chunk = TableChunk(kinds: kinds)
        func spill() throws {
            var run = SpilledRun(file: file, kinds: kinds)
            try run.append(chunk.sorted(by: orders), blockBytes: plan.blockBytes)
            runs.append(run)
            chunk = TableChunk(kinds: kinds)
        }
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            if chunk.byteCount > plan.runBytes { try spill() }
            return true
        }
        if chunk.rows > 0 || runs.isEmpty { try spill() }
        return runs
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        // The rows, the sorted rows, and their keys.
        let rows = min(2 * scan.byteCount, plan.runBytes)
        return TaskEstimate(seconds: 2 * scan.seconds, bytes: 1 << 12, workBytes: 3 * rows + (2 << 20))
    }
}

/// Merges sorted runs into one.
struct MergeRuns: TypedOperation {
    let runs: [SpilledRun]
    let orders: [ColumnOrder]
    let file: SpillFile
    let plan: SpillPlan

    let name = "merge-runs"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(runs.flatMap { [$0.file.identity] + $0.blocks.map(\.offset) })
        encoder.append(orders)
        encoder.append(file.identity)
        encoder.append(plan.blockBytes)
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> SpilledRun {
        guard let kinds = runs.first?.kinds else { preconditionFailure("there is at least one run") }
        var merged = SpilledRun(file: file, kinds: kinds)
        for run in runs { merged.add(forms: run.forms) }
        var merge = try RunMerge(runs, orders: orders)
        // The rows of about one block.
        let limit = max(1, plan.blockBytes / max(1, runs.reduce(0) { $0 + $1.byteCount } / max(1, rows)))
        while true {
            try context.checkCancellation()
            var chunk = TableChunk(kinds: kinds)
            try merge.append(to: &chunk, limit: limit)
            if chunk.rows == 0 { return merged }
            try merged.append(chunk, blockBytes: plan.blockBytes)
        }
    }

    private var rows: Int { runs.reduce(0) { $0 + $1.rows } }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: 3e-7 * Double(rows) + 1e-4, bytes: 1 << 12,
            workBytes: 3 * plan.blockBytes * (runs.count + 2))
    }
}
