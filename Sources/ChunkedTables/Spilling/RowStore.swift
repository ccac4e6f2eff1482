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
