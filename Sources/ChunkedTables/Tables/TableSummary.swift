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
    /// The memory grows with the number of groups, and hardly with the size of the files. If the groups do not fit in the
    /// memory, the rows are written to the spill folder, in partitions by the hash of their keys, and each partition is
    /// summarized on its own, with the same results bit for bit.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - orders: The order of the rows; by default, that of the keys.
    ///   - limit: The number of rows to return; nil for all.
    ///   - memoryLimit: The bytes of memory for groups, results and running tasks; nil for no limit.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Returns: A table with the keys and the statistics, and a row for each group, which must fit in memory.
    /// - Throws: `TabularError` for the first invalid cell, or if a file has changed; ``ChunkedTableError``;
    ///   `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func compute(
        on scheduler: some Scheduler, sortedBy orders: [RowOrder] = [], limit: Int? = nil,
        memoryLimit: Int? = nil, spill: SpillFolder? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> Table {
        try await result(
            on: scheduler, sortedBy: orders, limit: limit, memoryLimit: memoryLimit, spill: spill,
            onEvent: onEvent
        ).table
    }

    /// Computes the statistics, and returns which of them are approximate.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - orders: The order of the rows; by default, that of the keys.
    ///   - limit: The number of rows to return; nil for all.
    ///   - memoryLimit: The bytes of memory for groups, results and running tasks; nil for no limit.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Throws: `TabularError` for the first invalid cell, or if a file has changed; ``ChunkedTableError``;
    ///   `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func result(
        on scheduler: some Scheduler, sortedBy orders: [RowOrder] = [], limit: Int? = nil,
        memoryLimit: Int? = nil, spill: SpillFolder? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> SummaryResult {
        // An order by a column that does not exist is found before anything is read.
        let columns = try orders.columns(among: names)
        let store = RowStore(spill: spill, memoryLimit: memoryLimit, onEvent: onEvent)
        switch try await groups(on: scheduler, store) {
        case .inMemory(let chunk, let approximations):
            let table = try chunk.sorted(by: columns, limit: limit).table(
                names: names, name: table.source.name)
            return SummaryResult(table: table, approximations: approximations)
        case .spilled(let groups, let approximations):
            let table = try await groups.compute(
                on: scheduler, sortedBy: orders, limit: limit, memoryLimit: memoryLimit, onEvent: onEvent)
            return SummaryResult(table: table, approximations: approximations)
        }
    }

    /// Computes the statistics, and writes them to a CSV file, of which there may be more than fit in memory.
    ///
    /// - Parameters:
    ///   - path: The path of the file, which appears when it is complete.
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - orders: The order of the rows; by default, that of the keys.
    ///   - memoryLimit: The bytes of memory for groups, results and running tasks; nil for no limit.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Returns: Which statistics are approximate.
    /// - Throws: `TabularError` for the first invalid cell, or if a file has changed; ``ChunkedTableError``;
    ///   `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    @discardableResult
    public func write(
        csv path: String, on scheduler: some Scheduler, sortedBy orders: [RowOrder] = [],
        memoryLimit: Int? = nil, spill: SpillFolder? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> [SummaryResult.Approximation] {
        let columns = try orders.columns(among: names)
        let store = RowStore(spill: spill, memoryLimit: memoryLimit, onEvent: onEvent)
        switch try await groups(on: scheduler, store) {
        case .inMemory(let chunk, let approximations):
            try chunk.sorted(by: columns).write(csv: path, names: names)
            return approximations
        case .spilled(var groups, let approximations):
            if !orders.isEmpty {
                groups = try await groups.sorted(
                    by: orders, on: scheduler, memoryLimit: memoryLimit, spill: spill, onEvent: onEvent)
            }
            try await groups.write(
                csv: path, on: scheduler, memoryLimit: memoryLimit, spill: spill, onEvent: onEvent)
            return approximations
        }
    }

    /// The names of the columns of the result.
    var names: [String] { keys + aggregations.map(\.name) }
}
