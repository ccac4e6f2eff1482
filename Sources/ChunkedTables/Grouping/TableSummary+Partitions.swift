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
        let rows = try await store.partitions(
            of: table.select(outputs), keys: Array(keys.indices), count: count, on: scheduler)
        let values = PartitionSummary(rows: rows, keys: keys.count, statistics: statistics.all)
        let file = try store.file()
        var graph = TaskGraph()
        let tasks = (0..<count).map { place in
            graph.insert(
                SummarizePartition(
                    rows: values, place: place, parts: table.chunkCount, summary: self, file: file,
                    plan: store.plan))
        }
        let groups = try await store.values(of: tasks, in: graph, on: scheduler)
        let run = try await store.merged(groups.map(\.run), orders: groupOrders, on: scheduler)
        let source = ChunkedSource(
            name: table.source.name, runs: [run], names: names, chunkBytes: store.plan.chunkBytes)
        return (ChunkedTable(source), joined(groups.map(\.approximations), rowCount: run.rows))
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
