internal import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Sorts the rows, of which there may be more than fit in memory.
    ///
    /// This is an external merge sort. Parts of the rows are sorted in memory and written to files in the spill folder, which
    /// are then merged. The files have no names, and their space is free when the last reference to the result ends, and
    /// when the process ends, in whatever way.
    ///
    /// ```swift
    /// let sorted = try await trips.sorted(by: [RowOrder("fare", isDescending: true)], on: scheduler, memoryLimit: 512 << 20)
    /// try await sorted.write(csv: "sorted.csv", on: scheduler, memoryLimit: 512 << 20)
    /// ```
    ///
    /// The order is that of `sort_values(kind="stable", na_position="last")` of pandas: missing values are last in either
    /// direction, and equal rows keep the order of the files. It depends neither on the scheduler nor on the memory.
    ///
    /// To print the first rows only, use ``compute(on:sortedBy:limit:memoryLimit:onEvent:)`` with a limit, which writes nothing.
    ///
    /// - Parameters:
    ///   - orders: The orders, of which each decides between rows that are equal by those before.
    ///   - scheduler: The scheduler, which does not affect the result. On a cluster, rows do not wait on the disk of this process:
    ///     they move between workers, whenever the rows of the result are needed.
    ///   - memoryLimit: The bytes of memory for rows; nil for 1 GiB.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Returns: The sorted table. Conditions are numbers in it: 1 where they are true, and 0 where not.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``; ``ChunkedTableError/spill(folder:reason:)`` if the disk is
    ///   full; `TabularError` for the first invalid cell, or if a file has changed; `CancellationError`.
    /// - Complexity: O(*n* log *n*) comparisons, where *n* is the number of rows. Each row is written once, or twice if there are
    ///   more parts than can be merged at once: one of about 1/32 of the memory for each part, and some 170 of them.
    public func sorted(
        by orders: [RowOrder], on scheduler: some Scheduler, memoryLimit: Int? = nil,
        spill: SpillFolder? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedTable {
        let columns = try orders.columns(among: columnNames)
        guard scheduler.runsInProcess else {
            return try await sortedOnWorkers(
                by: columns, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        }
        let store = RowStore(
            spill: spill, memoryLimit: memoryLimit, onEvent: onEvent)
        var runs = try await store.runs(of: self, orders: columns, on: scheduler)
        if !columns.isEmpty { runs = [try await store.merged(runs, orders: columns, on: scheduler)] }
        return ChunkedTable(
            ChunkedSource(
                name: source.name, runs: runs, names: columnNames, chunkBytes: store.plan.chunkBytes))
    }
}
