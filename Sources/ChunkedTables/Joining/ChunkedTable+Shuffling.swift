internal import Learning
public import TaskGraph

extension ChunkedTable {
    /// Joins the rows with those of another chunked table that have equal keys.
    ///
    /// If the other table is small, it is read into memory, as by ``joined(with:by:kind:suffixes:)``. Otherwise the rows of both
    /// tables are written to the spill folder, in partitions by the hash of their keys; the partitions are joined one by one,
    /// and their rows are merged in the order of this table. The result is the same.
    ///
    /// - Parameters:
    ///   - other: The other table.
    ///   - keys: The names of the keys, which both tables have.
    ///   - kind: Which rows are returned; inner by default.
    ///   - suffixes: The suffixes of columns of this table and of the other.
    ///   - scheduler: The scheduler, which does not affect the result. On a cluster, partitions do not wait on the disk of this
    ///     process: they move between workers, whenever the rows of the result are needed.
    ///   - memoryLimit: The bytes of memory for rows; nil for 1 GiB.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Throws: The errors of ``joined(with:by:kind:suffixes:)``; ``ChunkedTableError/spill(folder:reason:)`` if the disk is
    ///   full; `TabularError` for the first invalid cell, or if a file has changed; `CancellationError`.
    /// - Complexity: O(*n* + *m* + *r*), where *n*, *m* and *r* are the sizes of the tables and of the result, of which each is
    ///   written at most twice.
    public func joined(
        with other: ChunkedTable, by keys: [String], kind: JoinKind = .inner,
        suffixes: (String, String) = ("_x", "_y"), on scheduler: some Scheduler, memoryLimit: Int? = nil,
        spill: SpillFolder? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedTable {
        try await joined(
            with: other, by: keys, kind: kind, suffixes: suffixes, on: scheduler, memoryLimit: memoryLimit,
            spill: spill, onEvent: onEvent, tableBytes: SpillPlan(memory: memoryLimit).tableBytes)
    }

    /// Joins the rows with those of another table, in memory if this takes at most `tableBytes` bytes.
    func joined(
        with other: ChunkedTable, by keys: [String], kind: JoinKind,
        suffixes: (String, String) = ("_x", "_y"),
        on scheduler: some Scheduler, memoryLimit: Int? = nil, spill: SpillFolder? = nil,
        onEvent: RunEvent.Handler? = nil, tableBytes: Int
    ) async throws -> ChunkedTable {
        let names = try joinNames(with: other.columns, keys: keys, suffixes: suffixes)
        let plan = SpillPlan(memory: memoryLimit)
        let bytes = other.byteCount(ofColumns: other.columns.count)
        if bytes <= tableBytes {
            let rows = try await other.chunk(on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
            return joined(with: rows, columns: other.columnNames, keys: keys, kind: kind, names: names)
        }
        guard scheduler.runsInProcess else {
            return try joinedOnWorkers(
                with: other, places(of: keys), other.places(of: keys),
                other.places(of: names.right.map(\.old)), kind: kind, names: names,
                count: plan.partitions(of: bytes))
        }
        let store = RowStore(spill: spill, memoryLimit: memoryLimit, onEvent: onEvent)
        let runs = try await store.joined(
            self, other, keys: keys, kind: kind, names: names, count: plan.partitions(of: bytes),
            on: scheduler)
        let order = ColumnOrder(place: names.all.count, isDescending: false)
        let merged = try await store.merged(runs, orders: [order], on: scheduler)
        return ChunkedTable(
            ChunkedSource(
                name: source.name, runs: [merged], names: names.all, chunkBytes: plan.chunkBytes))
    }

    /// The bytes of some of the columns in memory, approximately: a cell takes up to twice its bytes in the file.
    func byteCount(ofColumns count: Int) -> Int {
        source.parts.reduce(0) { sum, part in
            let share = min(1, Double(count) / Double(max(1, part.columnCount)))
            return sum + Int(2 * share * Double(part.byteCount))
        }
    }
}

extension RowStore {
    /// Joins two tables in partitions.
    ///
    /// - Returns: Runs with the columns of `names`, and the numbers of the left rows, by which they are sorted.
    fileprivate func joined(
        _ left: ChunkedTable, _ right: ChunkedTable, keys: [String], kind: JoinKind, names: JoinNames,
        count: Int, on scheduler: some Scheduler
    ) async throws -> [SpilledRun] {
        let leftKeys = left.places(of: keys)
        let rightKeys = right.places(of: keys)
        let leftRows = try await partitions(of: left, keys: leftKeys, count: count, on: scheduler)
        let rightRows = try await partitions(of: right, keys: rightKeys, count: count, on: scheduler)
        let file = try file()
        var graph = TaskGraph()
        let tasks = (0..<count).map { place in
            graph.insert(
                JoinPartition(
                    place: place, left: leftRows, right: rightRows, leftKeys: leftKeys, rightKeys: rightKeys,
                    rightColumns: right.places(of: names.right.map(\.old)), kind: kind, file: file,
                    plan: plan))
        }
        return try await values(of: tasks, in: graph, on: scheduler).flatMap(\.self)
    }
}

extension ChunkedTable {
    /// The positions of columns that exist.
    fileprivate func places(of names: [String]) -> [Int] {
        names.compactMap { name in columns.firstIndex { ExactText($0.name) == ExactText(name) } }
    }
}
