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
        let session = try await scheduler.open(memoryLimit: memoryLimit)
        do {
            var ahead: ArraySlice<(task: TaskInput<TableChunk>, submission: any Submission)> = []
            var next = 0
            while next < scans.count || !ahead.isEmpty {
                while next < scans.count, ahead.count <= session.workers {
                    var graph = TaskGraph()
                    let task = graph.insert(
                        ReadPart(scan: scans[next], limit: nil, kinds: kinds),
                        .init([scans[next]], in: &graph))
                    ahead.append((task, try session.submit(graph, outputs: [task.task])))
                    next += 1
                }
                let (task, submission) = ahead.removeFirst()
                let chunk: TableChunk = try await TaskGraph.value(of: task, from: submission)
                if chunk.rows > 0 { try await body(chunk.table(names: columnNames, name: source.name)) }
            }
            await session.close()
        } catch {
            await session.close()
            throw error
        }
    }
}

extension TaskGraph {
    /// Waits for the value of a task.
    ///
    /// - Throws: The error of the task.
    fileprivate static func value<Value>(
        of task: TaskInput<Value>, from submission: any Submission
    ) async throws -> Value {
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        do {
            return try result.value(of: task)
        } catch let failure as TaskFailure {
            throw failure.error ?? ChunkedTableError.taskFailed(reason: failure.message)
        }
    }
}
