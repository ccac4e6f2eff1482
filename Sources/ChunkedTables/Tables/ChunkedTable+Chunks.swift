public import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Calls a function with the rows of one part after another, in the order of the files.
    ///
    /// The next parts are read in the meantime, one for each worker, so that a few parts are in memory at a time.
    ///
    /// ```swift
    /// try await trips.forEachChunk(on: ThreadedScheduler()) { rows in
    ///     print(rows.rowCount)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the rows.
    ///   - memoryLimit: The maximum bytes of running tasks and of parts that have been read; nil for no limit.
    ///   - body: Receives the rows of a part, at least one.
    /// - Throws: `TabularError` for an invalid cell, or if a file has changed; errors of `body`; `CancellationError`.
    public func forEachChunk(
        on scheduler: some Scheduler, memoryLimit: Int? = nil, _ body: (Table) async throws -> Void
    ) async throws {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        try await forEachResult(of: scans, on: scheduler, memoryLimit: memoryLimit, onEvent: nil) {
            scan, graph in
            graph.insert(ReadPart(scan: scan, limit: nil, kinds: kinds), .init([scan], in: &graph))
        } _: { (chunk: TableChunk) in
            if chunk.rows > 0 { try await body(chunk.table(names: columnNames, name: source.name)) }
        }
    }

    /// Calls a function with the result of a task for each part, in their order.
    ///
    /// Each part is a submission of its own, of which some run ahead, so that a few results are in memory at a time. Parts that
    /// share tasks are one submission, whose results are in memory together.
    ///
    /// - Parameters:
    ///   - scans: What is read of the parts.
    ///   - scheduler: The scheduler.
    ///   - memoryLimit: The maximum bytes of running tasks and of results that wait; nil for no limit.
    ///   - onEvent: Receives the events of the runs.
    ///   - insert: Inserts the task of a part.
    ///   - body: Receives the result.
    /// - Throws: The error of the first task that failed; errors of `body`; `CancellationError`.
    func forEachResult<Value: Sendable>(
        of scans: [PartScan], on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?,
        _ insert: (PartScan, inout TaskGraph) -> TaskInput<Value>, _ body: (Value) async throws -> Void
    ) async throws {
        let width = source.sharesTasks ? max(1, scans.count) : 1
        let session = try await scheduler.open(memoryLimit: memoryLimit)
        do {
            var ahead: ArraySlice<(tasks: [TaskInput<Value>], submission: any Submission)> = []
            var next = 0
            while next < scans.count || !ahead.isEmpty {
                while next < scans.count, ahead.count <= session.workers {
                    var graph = TaskGraph()
                    let tasks = scans[next..<min(next + width, scans.count)].map { insert($0, &graph) }
                    ahead.append(
                        (tasks, try session.submit(graph, outputs: tasks.map(\.task), onEvent: onEvent)))
                    next += width
                }
                let (tasks, submission) = ahead.removeFirst()
                for value in try await TaskGraph.values(of: tasks, from: submission) { try await body(value) }
            }
            await session.close()
        } catch {
            await session.close()
            throw error
        }
    }
}

extension TaskGraph {
    /// Waits for the values of tasks.
    ///
    /// - Throws: The error of the first task that failed.
    fileprivate static func values<Value>(
        of tasks: [TaskInput<Value>], from submission: any Submission
    ) async throws -> [Value] {
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        do {
            return try tasks.map { try result.value(of: $0) }
        } catch let failure as TaskFailure {
            throw failure.error ?? ChunkedTableError.taskFailed(reason: failure.message)
        }
    }
}
