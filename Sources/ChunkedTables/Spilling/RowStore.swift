internal import TaskGraph

/// Writes rows to a spill folder, and merges them.
struct RowStore: Sendable {
    /// The folder; nil for that for temporary files.
    let spill: SpillFolder?
    let memoryLimit: Int?
    let onEvent: RunEvent.Handler?

    /// How rows are divided.
    var plan: SpillPlan { SpillPlan(memory: memoryLimit) }

    /// Writes the rows of a table in runs, which are sorted by `orders`.
    func runs(
        of table: ChunkedTable, orders: [ColumnOrder], on scheduler: some Scheduler
    ) async throws -> [SpilledRun] {
        let (scans, kinds) = try table.scans(outputs: table.columnNames.map { .column($0) })
        let file = try file()
        var graph = TaskGraph()
        let tasks = scans.map { scan in
            graph.insert(
                SpillPart(scan: scan, kinds: kinds, orders: orders, file: file, plan: plan),
                .init([scan], in: &graph))
        }
        return try await values(of: tasks, in: graph, on: scheduler).flatMap(\.self)
    }

    /// Writes the rows of a table to partitions by the hash of their keys.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - keys: The positions of the keys.
    ///   - count: The number of partitions.
    ///   - scheduler: The scheduler, which does not affect which rows a partition has, and their order.
    func partitions(
        of table: ChunkedTable, keys: [Int], count: Int, on scheduler: some Scheduler
    ) async throws -> PartitionedRows {
        let (scans, kinds) = try table.scans(outputs: table.columnNames.map { .column($0) })
        let file = try file()
        let bytes = scans.reduce(0) { $0 + $1.byteCount }
        let pieceBytes = max(bytes / Self.partitionTasks, 2 * plan.waitingBytes(partitions: count))
        var graph = TaskGraph()
        let pieces =
            table.source.sharesTasks ? scans.indices.map { $0..<$0 + 1 } : scans.pieces(of: pieceBytes)
        let tasks = pieces.map { places in
            let some = Array(scans[places])
            return graph.insert(
                PartitionParts(
                    scans: some, kinds: kinds, keys: keys, count: count, place: places.lowerBound, file: file,
                    plan: plan),
                .init(some, in: &graph))
        }
        return PartitionedRows(joining: try await values(of: tasks, in: graph, on: scheduler))
    }

    /// The number of tasks that write the rows of a large table to partitions, approximately.
    private static let partitionTasks = 64

    /// Merges sorted runs into one; equal rows are in the order of the runs.
    func merged(
        _ runs: [SpilledRun], orders: [ColumnOrder], on scheduler: some Scheduler
    ) async throws -> SpilledRun {
        var runs = runs
        while runs.count > 1 {
            let file = try file()
            let width = width(for: runs.count)
            var graph = TaskGraph()
            let tasks = stride(from: 0, to: runs.count, by: width).map { start in
                graph.insert(
                    MergeRuns(
                        runs: Array(runs[start..<min(start + width, runs.count)]), orders: orders, file: file,
                        plan: plan))
            }
            runs = try await values(of: tasks, in: graph, on: scheduler)
        }
        return runs[0]
    }

    /// The number of runs to merge at a time, so that no more levels are needed than with the largest width.
    private func width(for count: Int) -> Int {
        var (levels, reach) = (1, plan.width)
        while reach < count { (levels, reach) = (levels + 1, reach * plan.width) }
        var width = 2
        while (0..<levels).reduce(1, { product, _ in product * width }) < count { width += 1 }
        return width
    }

    /// Creates a file.
    func file() throws -> SpillFile { try (spill ?? SpillFolder()).file() }

    /// Runs a graph.
    func values<Value: Sendable>(
        of tasks: [TaskInput<Value>], in graph: TaskGraph, on scheduler: some Scheduler
    ) async throws -> [Value] {
        try await graph.values(of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
    }
}

extension [PartScan] {
    /// Returns the positions of parts that follow each other, of about `bytes` bytes.
    fileprivate func pieces(of bytes: Int) -> [Range<Int>] {
        var (pieces, start, size): ([Range<Int>], Int, Int) = ([], 0, 0)
        for (place, scan) in enumerated() {
            if size > 0, size + scan.byteCount > bytes {
                pieces.append(start..<place)
                (start, size) = (place, 0)
            }
            size += scan.byteCount
        }
        return pieces + [start..<count]
    }
}
