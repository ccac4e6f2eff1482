internal import Learning
public import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Computes the whole table, which must fit in memory.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - orders: The order of the rows; by default, that of the files.
    ///   - limit: The number of rows to return; nil for all.
    ///   - memoryLimit: The maximum bytes of running tasks and of parts that have not been joined; nil for no limit.
    ///   - onEvent: Receives the events of the run.
    /// - Throws: `TabularError` for the first invalid cell, or if a file has changed; `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func compute(
        on scheduler: some Scheduler, sortedBy orders: [RowOrder] = [], limit: Int? = nil,
        memoryLimit: Int? = nil,
        onEvent: RunEvent.Handler? = nil
    ) async throws -> Table {
        let columns = try orders.columns(among: columnNames)
        return try await chunk(
            on: scheduler, orders: columns, limit: limit, memoryLimit: memoryLimit, onEvent: onEvent
        ).table(names: columnNames, name: source.name)
    }

    /// Computes the whole table, or the first rows in an order.
    func chunk(
        on scheduler: some Scheduler, orders: [ColumnOrder] = [], limit: Int? = nil, memoryLimit: Int?,
        onEvent: RunEvent.Handler?
    ) async throws -> TableChunk {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        var graph = TaskGraph()
        // The first rows of all are among the first rows of each part.
        let partOrders = limit == nil ? [] : orders
        let tasks = scans.map {
            graph.insert(
                ReadPart(scan: $0, orders: partOrders, limit: limit, kinds: kinds),
                .init([$0], in: &graph))
        }
        let chunks: [TableChunk] = try await graph.values(
            of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        var whole = TableChunk(kinds: kinds)
        for chunk in chunks { whole.append(chunk) }
        return whole.sorted(by: orders, limit: limit)
    }

    /// Computes the first rows, and reads no more parts than it takes.
    ///
    /// - Parameters:
    ///   - count: The number of rows.
    ///   - scheduler: The scheduler, which does not affect the result.
    /// - Returns: The rows, fewer than `count` if the table has fewer.
    /// - Throws: `TabularError` for an invalid cell, or if a file has changed; `CancellationError`.
    /// - Precondition: `count` is at least 0.
    public func head(_ count: Int = 5, on scheduler: some Scheduler) async throws -> Table {
        precondition(count >= 0, "the number of rows must be at least 0, not \(count)")
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        var first = TableChunk(kinds: kinds)
        // Parts in groups that double, in case that few rows are left of each.
        var (next, some) = (0, 1)
        while first.rows < count, next < scans.count {
            var graph = TaskGraph()
            let tasks = scans[next..<min(next + some, scans.count)].map { scan in
                graph.insert(
                    ReadPart(scan: scan, limit: count - first.rows, kinds: kinds),
                    .init([scan], in: &graph))
            }
            let chunks: [TableChunk] = try await graph.values(
                of: tasks, on: scheduler, memoryLimit: nil, onEvent: nil)
            for chunk in chunks { first.append(chunk) }
            (next, some) = (next + some, some * 2)
        }
        return try first.prefix(count).table(names: columnNames, name: source.name)
    }
}
