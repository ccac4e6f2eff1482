internal import TaskGraph

/// Adds up statistics of the groups of the rows of parts, which are merged as by ``MergeSummaries``.
struct SummarizePart: TypedOperation {
    /// A statistic, and the output of the scan that it is of; nil for ``GroupStatistic/rows``.
    struct Statistic: Sendable, Hashable {
        let statistic: GroupStatistic
        let output: Int?
    }

    /// What is read, one part or several, whose outputs are the keys, followed by the values of the statistics.
    let scans: [PartScan]

    /// The types of the outputs.
    let kinds: [ValueKind]

    /// The number of outputs that are keys.
    let keys: Int
    let statistics: [Statistic]

    /// The bytes of a summary that does not fit in memory, which is then not returned; nil for no limit.
    let limit: Int?

    let name = "summarize-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: scans.count)
        for scan in scans { scan.encode(into: &encoder) }
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(keys)
        encoder.append(list: statistics.map(\.statistic.rawValue))
        encoder.append(statistics.map { $0.output ?? -1 })
    }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(limit) }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> GroupSummary {
        var summary = try summary(of: 0, inputs, in: context)
        for index in scans.indices.dropFirst() {
            summary.merge(try self.summary(of: index, inputs, in: context))
        }
        return summary
    }

    /// Summarizes a part.
    private func summary(
        of index: Int, _ inputs: TaskInputValues<ScanInputs>, in context: TaskContext
    ) throws -> GroupSummary {
        var summary = GroupSummary(
            keys: Array(kinds[..<keys]),
            statistics: statistics.map { ($0.statistic, $0.output.map { kinds[$0] } ?? .number) })
        let operands = statistics.map(\.output)
        var blocks = 0
        try scans[index].forEachBlock(of: inputs.scanned(index), in: context) { block, dictionary in
            summary.add(block, operands: operands, dictionary: dictionary)
            blocks += 1
            // Before many more blocks are read, for example of a compressed file.
            if blocks % 8 == 0 { try check(summary) }
            return true
        }
        try check(summary)
        return summary
    }

    private func check(_ summary: GroupSummary) throws {
        if let limit, summary.byteCount > limit { throw GroupsExceedMemory() }
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: scans.reduce(0) { $0 + $1.seconds }, bytes: 1 << 16, workBytes: 4 << 20)
    }
}

/// Merges the summaries of parts, in the order of the parts.
struct MergeSummaries: TypedOperation {
    struct Inputs: TaskInputList {
        let parts: [TaskInput<GroupSummary>]

        static let order = TaskInputOrder(Inputs.init) { $0.parts }
    }

    /// The number of summaries that are merged at once.
    static let width = 16

    /// The bytes of a summary that does not fit in memory, which is then not returned; nil for no limit.
    let limit: Int?

    let name = "merge-summaries"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(limit) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> GroupSummary {
        let parts = try inputs.parts
        guard var summary = parts.first else { preconditionFailure("there is at least one part") }
        for part in parts.dropFirst() {
            try context.checkCancellation()
            summary.merge(part)
            if let limit, summary.byteCount > limit { throw GroupsExceedMemory() }
        }
        return summary
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-4 * Double(inputs.all.count), bytes: 1 << 16)
    }
}

/// The groups of a summary do not fit in memory.
struct GroupsExceedMemory: Error {}
