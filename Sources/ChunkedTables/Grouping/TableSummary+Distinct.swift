internal import TaskGraph

extension TableSummary {
    /// Whether distinct values are counted exactly.
    var countsValues: Bool { statistics.all.contains { $0.statistic == .distinct } }

    /// Computes the statistics of groups that fit in memory, and of which the distinct values do not.
    ///
    /// The rows are written to partitions by the hash of their keys and their value, once for each column whose values are
    /// counted. The rows with a value of a group are in one partition, so that the numbers of the partitions add up.
    ///
    /// - Throws: ``GroupsExceedMemory`` if a summary takes more than `limit` bytes without the values.
    func withCountedValues(
        on scheduler: some Scheduler, _ store: RowStore, limit: Int?
    ) async throws -> (chunk: TableChunk, approximations: [SummaryResult.Approximation]) {
        let (all, outputs, _) = statistics
        // One group of all rows has no partitions.
        let limit = keys.isEmpty ? nil : limit
        let (scans, kinds) = try table.scans(outputs: outputs.map { .column($0) })
        var graph = TaskGraph()
        let others = insert(
            scans, kinds, all.filter { $0.statistic != .distinct }, into: &graph, limit: limit)
        let summary = try await store.values(of: [others], in: graph, on: scheduler)[0]
        var (index, known) = (summary.index, summary.states[...])
        var states: [GroupState] = []
        for statistic in all {
            guard statistic.statistic == .distinct, let output = statistic.output else {
                states.append(known.removeFirst())
                continue
            }
            let counts = try await distinctCounts(of: output, on: scheduler, store, limit: limit)
            let groups = index.groups(of: counts.index)
            var state = GroupState(.count, kind: kinds[output])
            state.merge(counts.states[0], groups: groups, of: index.count)
            states.append(state)
        }
        return chunk(of: GroupSummary(index: index, states: states))
    }

    /// The numbers of distinct values of an output for each group, as ``GroupStatistic/count``.
    private func distinctCounts(
        of output: Int, on scheduler: some Scheduler, _ store: RowStore, limit: Int?
    ) async throws -> GroupSummary {
        // The values of a key are in its column.
        let columns = keys + statistics.outputs[output...output].filter { _ in output >= keys.count }
        // A value takes several times the memory of a row, for hash tables.
        let count = store.plan.partitions(of: 5 * table.byteCount(ofColumns: columns.count))
        let rows = try await store.partitions(
            of: table.select(columns), keys: Array(columns.indices), count: count, on: scheduler)
        let values = PartitionSummary(
            rows: rows, keys: keys.count,
            statistics: [.init(statistic: .distinct, output: min(output, keys.count))])
        var graph = TaskGraph()
        let counts = (0..<count).map { graph.insert(CountDistinctValues(rows: values, place: $0)) }
        let merged = merge(counts, into: &graph, limit: limit)
        return try await store.values(of: [merged], in: graph, on: scheduler)[0]
    }
}
