internal import TaskGraph

/// The groups of a summary, with their statistics and those that are approximate.
enum SummarizedGroups: Sendable {
    case inMemory(TableChunk, [SummaryResult.Approximation])
    case spilled(ChunkedTable, [SummaryResult.Approximation])
}

extension TableSummary {
    /// Computes the statistics of all groups, in memory if they fit.
    func groups(on scheduler: some Scheduler, _ store: RowStore) async throws -> SummarizedGroups {
        let limit = memoryLimit(on: scheduler, store)
        if let whole = try await ifGroupsFit({ try await wholeTable(on: scheduler, store, limit: limit) }) {
            return .inMemory(whole.chunk, whole.approximations)
        }
        if countsValues,
            let whole = try await ifGroupsFit({
                try await withCountedValues(on: scheduler, store, limit: limit)
            })
        {
            return .inMemory(whole.chunk, whole.approximations)
        }
        let (table, approximations) = try await partitioned(on: scheduler, store)
        return .spilled(table, approximations)
    }

    /// The bytes of a summary that does not fit in memory; nil for no limit.
    ///
    /// The summaries that are merged at once, and may have the same groups, are in memory at the same time. Workers of a
    /// cluster have memory of their own.
    private func memoryLimit(on scheduler: some Scheduler, _ store: RowStore) -> Int? {
        guard scheduler.runsInProcess, !keys.isEmpty || countsValues else { return nil }
        return store.memoryLimit.map { $0 / (2 * MergeSummaries.width) }
    }

    /// Returns nil if groups do not fit in memory.
    private func ifGroupsFit<Result>(_ body: () async throws -> Result) async throws -> Result? {
        do { return try await body() } catch is GroupsExceedMemory { return nil }
    }

    /// Computes the statistics of all groups in memory.
    ///
    /// - Throws: ``GroupsExceedMemory`` if a summary takes more than `limit` bytes.
    func wholeTable(
        on scheduler: some Scheduler, _ store: RowStore, limit: Int? = nil
    ) async throws -> (chunk: TableChunk, approximations: [SummaryResult.Approximation]) {
        let (scans, kinds) = try table.scans(outputs: statistics.outputs.map { .column($0) })
        var graph = TaskGraph()
        let output = insert(scans, kinds, statistics.all, into: &graph, limit: limit)
        return chunk(of: try await store.values(of: [output], in: graph, on: scheduler)[0])
    }

    /// Writes the rows to partitions by the hash of their keys, and computes the statistics of one after another.
    ///
    /// The rows of a group are in one partition, in their order and in the same parts, which are merged in the same tree: so
    /// the results are the same bits.
    private func partitioned(
        on scheduler: some Scheduler, _ store: RowStore
    ) async throws -> (ChunkedTable, [SummaryResult.Approximation]) {
        let outputs = statistics.outputs
        // A group takes several times the memory of a row: for hash tables, and more if it has a sketch.
        let hasSketches = statistics.all.contains { $0.statistic == .quantiles }
        let bytes = (hasSketches ? 10 : 5) * table.byteCount(ofColumns: outputs.count)
        let count = store.plan.partitions(of: bytes)
        let parts = try await store.partitions(
            of: table.select(outputs), keys: Array(keys.indices), count: count, on: scheduler)
        let file = try store.file()
        var graph = TaskGraph()
        let tasks = try (0..<count).map { place in
            let (scans, kinds) = try scans(ofPartition: parts.map { $0[place] }, columns: outputs)
            let summary = insert(scans, kinds, statistics.all, into: &graph, areSmall: true)
            return graph.insert(
                SpillGroups(summary: self, file: file, plan: store.plan), .init(groups: summary))
        }
        let groups = try await store.values(of: tasks, in: graph, on: scheduler)
        let run = try await store.merged(groups.map(\.run), orders: groupOrders, on: scheduler)
        let source = ChunkedSource(
            name: table.source.name, runs: [run], names: names, chunkBytes: store.plan.chunkBytes)
        return (ChunkedTable(source), joined(groups.map(\.approximations), rowCount: run.rows))
    }

    /// The parts of a partition, which are those of the table.
    ///
    /// - Parameters:
    ///   - runs: The rows of the partition, of each part of the table.
    ///   - columns: The names of their columns, which are the outputs.
    func scans(
        ofPartition runs: [SpilledRun], columns: [String]
    ) throws -> (scans: [PartScan], kinds: [ValueKind]) {
        let source = ChunkedSource(name: table.source.name, runs: runs, names: columns, chunkBytes: .max)
        return try ChunkedTable(source).scans(outputs: columns.map { .column($0) })
    }

    /// The order of the groups of a chunk.
    private var groupOrders: [ColumnOrder] {
        let byKeys = keys.indices.map { ColumnOrder(place: $0, isDescending: false) }
        guard order == .rows, let place = aggregations.firstIndex(of: .rows) else { return byKeys }
        return [ColumnOrder(place: keys.count + place, isDescending: true)] + byKeys
    }

    /// Adds up the approximations of partitions.
    private func joined(
        _ partitions: [[SummaryResult.Approximation]], rowCount: Int
    ) -> [SummaryResult.Approximation] {
        aggregations.compactMap { aggregation in
            let those = partitions.joined().filter { $0.column == aggregation.name }
            guard let largest = those.max(by: { $0.error < $1.error }) else { return nil }
            return SummaryResult.Approximation(
                column: aggregation.name, rows: those.reduce(0) { $0 + $1.rows }, rowCount: rowCount,
                error: largest.error, measure: largest.measure)
        }
    }
}

/// Writes the groups of a partition to a file, in their order.
struct SpillGroups: TypedOperation {
    struct Inputs: TaskInputList {
        let groups: TaskInput<GroupSummary>

        static let order = TaskInputOrder(Inputs.init) { $0.groups }
    }

    struct Groups: Sendable {
        let run: SpilledRun
        let approximations: [SummaryResult.Approximation]
    }

    let summary: TableSummary
    let file: SpillFile
    let plan: SpillPlan

    let name = "spill-groups"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(file.identity)
        encoder.append(list: summary.names)
        encoder.append(plan.blockBytes)
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Groups {
        let (chunk, approximations) = summary.chunk(of: try inputs.groups)
        var run = SpilledRun(file: file, kinds: chunk.columns.map(\.kind))
        try run.append(chunk, blockBytes: plan.blockBytes)
        return Groups(run: run, approximations: approximations)
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-3, bytes: 1 << 12, workBytes: plan.runBytes)
    }
}
