internal import Learning
public import Tabular
public import TaskGraph

/// Statistics of the groups of the rows of a table, which are computed on request.
public struct TableSummary: Sendable {
    /// The order of the groups.
    enum Order: Sendable {
        /// By the keys, ascending, the first key first.
        case keys
        /// By the number of rows, descending, and by the keys where these are equal.
        case rows
    }

    let table: ChunkedTable
    let keys: [String]
    let aggregations: [Aggregation]
    let order: Order

    /// Computes the statistics.
    ///
    /// The memory grows with the number of groups, and hardly with the size of the files.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - orders: The order of the rows; by default, that of the keys.
    ///   - limit: The number of rows to return; nil for all.
    ///   - memoryLimit: The maximum bytes of results and running tasks; nil for no limit.
    ///   - onEvent: Receives the events of the run.
    /// - Returns: A table with the keys and the statistics, and a row for each group.
    /// - Throws: `TabularError` for the first invalid cell, or if a file has changed; `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func compute(
        on scheduler: some Scheduler, sortedBy orders: [RowOrder] = [], limit: Int? = nil,
        memoryLimit: Int? = nil,
        onEvent: RunEvent.Handler? = nil
    ) async throws -> Table {
        let names = keys + aggregations.map(\.name)
        // An order by a column that does not exist is found before anything is read.
        _ = try TableChunk(kinds: names.map { _ in .number }).sorted(by: orders, names: names, limit: nil)
        return try await chunk(on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
            .sorted(by: orders, names: names, limit: limit)
            .table(names: names, name: table.source.name)
    }

    /// Computes the statistics.
    func chunk(
        on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> TableChunk {
        let (graph, output) = try graph()
        return chunk(
            of: try await graph.value(of: output, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent))
    }

    /// What is added up, and for each aggregation the positions of its parts.
    private var statistics: (all: [SummarizePart.Statistic], outputs: [String], parts: [[Int]]) {
        var (all, outputs): ([SummarizePart.Statistic], [String]) = ([], keys)
        let parts = aggregations.map { aggregation in
            let output = aggregation.column.map { name in
                if let known = outputs.firstIndex(where: { ExactText($0) == ExactText(name) }) {
                    return known
                }
                outputs.append(name)
                return outputs.count - 1
            }
            return aggregation.statistic.parts.map { part in
                let statistic = SummarizePart.Statistic(statistic: part, output: output)
                if let known = all.firstIndex(of: statistic) { return known }
                all.append(statistic)
                return all.count - 1
            }
        }
        return (all, outputs, parts)
    }

    /// The graph of the summary: a task for each part, and a tree that merges them in a fixed order.
    private func graph() throws -> (TaskGraph, TaskInput<GroupSummary>) {
        let statistics = statistics
        let (scans, kinds) = try table.scans(outputs: statistics.outputs.map { .column($0) })
        var graph = TaskGraph()
        var summaries = scans.map { scan in
            graph.insert(
                SummarizePart(scan: scan, kinds: kinds, keys: keys.count, statistics: statistics.all))
        }
        let merge = graph.register(typed: MergeSummaries())
        while summaries.count > 1 {
            summaries = stride(from: 0, to: summaries.count, by: MergeSummaries.width).map { start in
                let some = summaries[start..<min(start + MergeSummaries.width, summaries.count)]
                return some.count == 1
                    ? summaries[start] : graph.insert(merge, MergeSummaries.Inputs(parts: Array(some)))
            }
        }
        return (graph, summaries[0])
    }

    /// The rows of the result.
    private func chunk(of summary: GroupSummary) -> TableChunk {
        var groups = summary.index.sorted
        if order == .rows, let rows = summary.states.first(where: { $0.statistic == .rows })?.first {
            let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
            groups.sort { (rows[$1], places[$0] ?? 0) < (rows[$0], places[$1] ?? 0) }
        }
        // One group of all rows has no fields if there are none.
        let states = summary.states.map { $0.grown(to: summary.index.count) }
        let parts = statistics.parts
        let values = zip(aggregations, parts).map { aggregation, parts in
            aggregation.statistic.column(parts.map { states[$0] }, groups: groups)
        }
        return TableChunk(rows: groups.count, columns: summary.index.columns(of: groups) + values)
    }
}

extension GroupIndex {
    /// The keys of some groups as columns.
    fileprivate func columns(of groups: [Int]) -> [TableChunk.Column] {
        keys.indices.map { place in
            let (key, codes) = (keys[place], codes(ofKey: place))
            var column = TableChunk.Column(kind: key.kind)
            if key.kind == .text {
                column.texts = key.texts
                column.codes = groups.map { codes[$0] }
            } else {
                column.areIntegers = key.areIntegers
                column.numbers = groups.map { key.number(codes[$0]) }
            }
            return column
        }
    }
}

extension TaskGraph {
    /// Runs the graph and returns the value of a task.
    ///
    /// - Throws: The error of the first task that failed.
    func value<Value>(
        of task: TaskInput<Value>, on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> Value {
        try await values(of: [task], on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)[0]
    }

    /// Runs the graph and returns the values of tasks.
    ///
    /// - Throws: The error of the first task that failed.
    func values<Value>(
        of tasks: [TaskInput<Value>], on scheduler: some Scheduler, memoryLimit: Int?,
        onEvent: RunEvent.Handler?
    ) async throws -> [Value] {
        let result = try await scheduler.run(
            self, outputs: tasks.map(\.task), memoryLimit: memoryLimit, onEvent: onEvent)
        do {
            return try tasks.map { try result.value(of: $0) }
        } catch let failure as TaskFailure {
            throw failure.error ?? ChunkedTableError.taskFailed(reason: failure.message)
        }
    }
}
