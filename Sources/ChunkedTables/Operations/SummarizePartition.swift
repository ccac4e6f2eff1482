internal import TaskGraph

/// What is summarized of the rows of a partition.
struct PartitionSummary: Sendable {
    /// The rows, whose first columns are the keys.
    let rows: PartitionedRows

    /// The number of columns that are keys.
    let keys: Int

    /// What is added up; the outputs are columns of the rows.
    let statistics: [SummarizePart.Statistic]

    /// The types of the columns as those of a table on disk, in which true and false are numbers.
    private var kinds: [ValueKind] { rows.kinds.map(\.ofCells) }

    /// A summary without rows.
    private var empty: GroupSummary {
        GroupSummary(
            keys: Array(kinds[..<keys]),
            statistics: statistics.map { ($0.statistic, $0.output.map { kinds[$0] } ?? .number) })
    }

    /// Summarizes a partition, each part of the table by itself, and merges the parts as the tasks of a table do.
    ///
    /// So the statistics of a group are the same bits as those of the whole table.
    ///
    /// - Parameters:
    ///   - place: The partition.
    ///   - parts: The number of parts of the table.
    ///   - context: The context of the task, which is checked for cancellation.
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``; `CancellationError`.
    func summaryByPart(
        ofPartition place: Int, parts: Int, in context: TaskContext
    ) throws -> GroupSummary {
        var tree = SummaryTree(empty: empty)
        var (summary, part): (GroupSummary?, Int) = (nil, 0)
        func advance(to next: Int) {
            while part < next {
                tree.append(summary.take())
                part += 1
            }
        }
        var reader = PartitionReader(rows.run(ofPartition: place), dividesParts: true)
        let operands = statistics.map(\.output)
        while let rows = try reader.read() {
            if rows.part != part {
                try context.checkCancellation()
                advance(to: rows.part)
            }
            var own = summary.take() ?? empty
            own.add(rows.block, operands: operands) { reader.dictionary(of: $0) }
            summary = own
        }
        advance(to: parts)
        return tree.result()
    }

    /// Summarizes a partition, whose statistics must not depend on the order of the rows.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``; `CancellationError`.
    func summary(ofPartition place: Int, in context: TaskContext) throws -> GroupSummary {
        var summary = empty
        var reader = PartitionReader(rows.run(ofPartition: place), dividesParts: false)
        let operands = statistics.map(\.output)
        while let rows = try reader.read() {
            try context.checkCancellation()
            summary.add(rows.block, operands: operands) { reader.dictionary(of: $0) }
        }
        return summary
    }

    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append([rows.identity, keys])
        encoder.append(list: statistics.map(\.statistic.rawValue))
        encoder.append(statistics.map { $0.output ?? -1 })
    }

    /// The seconds and the bytes of memory to summarize a partition, approximately.
    func estimate(ofPartition place: Int, bytes: Int) -> TaskEstimate {
        let size = rows.byteCount(ofPartition: place)
        return TaskEstimate(
            seconds: 1e-4 + 1e-8 * Double(size), bytes: bytes, workBytes: 4 * size + (1 << 18))
    }
}

/// Computes the statistics of the groups of a partition, and writes them to a file, in their order.
struct SummarizePartition: TypedOperation {
    struct Groups: Sendable {
        let run: SpilledRun
        let approximations: [SummaryResult.Approximation]
    }

    let rows: PartitionSummary

    /// The partition.
    let place: Int

    /// The number of parts of the table.
    let parts: Int
    let summary: TableSummary
    let file: SpillFile
    let plan: SpillPlan

    let name = "summarize-partition"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        rows.encode(into: &encoder)
        encoder.append([place, parts, file.identity, plan.blockBytes])
        encoder.append(list: summary.names)
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> Groups {
        let (chunk, approximations) = summary.chunk(
            of: try rows.summaryByPart(ofPartition: place, parts: parts, in: context))
        var run = SpilledRun(file: file, kinds: chunk.columns.map(\.kind))
        try run.append(chunk, blockBytes: plan.blockBytes)
        return Groups(run: run, approximations: approximations)
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        rows.estimate(ofPartition: place, bytes: 1 << 12)
    }
}

/// Counts the distinct values of the groups of a partition, and returns the numbers as ``GroupStatistic/count``.
struct CountDistinctValues: TypedOperation {
    /// The rows, with the statistic ``GroupStatistic/distinct``.
    let rows: PartitionSummary

    /// The partition.
    let place: Int

    let name = "count-distinct-values"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        rows.encode(into: &encoder)
        encoder.append(place)
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> GroupSummary {
        let summary = try rows.summary(ofPartition: place, in: context)
        return GroupSummary(index: summary.index, states: summary.states.map(\.valueCounts))
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        rows.estimate(ofPartition: place, bytes: 1 << 16)
    }
}

extension GroupState {
    /// The numbers of distinct values, without the values.
    fileprivate var valueCounts: GroupState {
        var counts = GroupState(.count, kind: kind)
        counts.first = first
        return counts
    }
}
