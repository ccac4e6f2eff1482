import ChunkedMatrices
import TaskGraph

/// The runs of passes in a session, and what they cost.
struct ChunkedRuns {
    private let session: any Session
    private let onEvent: SearchEvent.Handler?

    /// The number of passes that have begun.
    private var passes = 0

    /// The number of tasks that ran.
    private(set) var tasks = 0

    /// The number of tasks that would run if no fit shared any with another one.
    var requestedTasks = 0

    /// The seconds that workers spent on tasks.
    private(set) var taskSeconds = 0.0

    /// The number of chunks of a graph, the same everywhere, because it determines the order of additions.
    private static let width = 8

    init(_ session: any Session, onEvent: SearchEvent.Handler?) {
        (self.session, self.onEvent) = (session, onEvent)
    }

    /// Runs a graph.
    ///
    /// - Returns: The result, and the submission that holds the results of the outputs.
    /// - Throws: `CancellationError`; errors of the scheduler.
    mutating func run(
        _ graph: TaskGraph, _ outputs: [TaskID]
    ) async throws -> (result: RunResult, holder: any Submission) {
        let submission = try session.submit(
            graph, outputs: outputs, onEvent: SearchEvent.runHandler(onEvent))
        return (try await result(of: submission, graph), submission)
    }

    private mutating func result(
        of submission: any Submission, _ graph: TaskGraph
    ) async throws -> RunResult {
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        tasks += result.tasksRun
        taskSeconds += graph.tasks.reduce(0) { $0 + result.seconds(of: $1) }
        return result
    }

    // MARK: - Passes

    /// A result of a pass, which a submission holds.
    struct Held<Value: Sendable>: Sendable {
        let value: Value
        let key: TaskKey
        let holder: any Submission
    }

    /// Runs a pass over all chunks, a few of them at a time.
    ///
    /// Each result is combined from values of the chunks, in their order: those of ``width`` chunks in a tree, and then what
    /// was combined before with them. A scheduler orders the tasks of one graph by the results that they serve, so that with
    /// all chunks in one graph, most would be read for the first result, and wait in memory for the others.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - count: The number of results.
    ///   - value: Inserts the tasks of a chunk for a result, by its index; returns nil for a chunk that it does not need. It is not
    ///     called any more for a result that has failed.
    ///   - combine: Inserts a task that combines values for a result, by its index.
    /// - Returns: The results; nil for those that need no chunk.
    /// - Throws: `CancellationError`; errors of the scheduler.
    mutating func pass<Value: Sendable>(
        over rows: ChunkedRows, results count: Int,
        of value: (_ pass: inout ChunkPass, _ chunk: Int, _ index: Int) -> TaskInput<Value>?,
        combining combine: (_ graph: inout TaskGraph, _ index: Int, [TaskInput<Value>]) -> TaskInput<Value>
    ) async throws -> [Result<Held<Value>, TaskFailure>?] {
        var results = [Result<Held<Value>, TaskFailure>?](repeating: nil, count: count)
        var combined = [(key: TaskKey, holder: any Submission)?](repeating: nil, count: count)
        var running: ArraySlice<Part<Value>> = []
        passes += 1
        onEvent?(.passed(PassProgress(pass: passes, chunks: 0, chunkCount: rows.chunkCount)))
        for first in stride(from: 0, to: rows.chunkCount, by: Self.width) {
            let chunks = first..<min(first + Self.width, rows.chunkCount)
            var pass = ChunkPass(rows, chunks: chunks)
            var values = [[TaskInput<Value>]](repeating: [], count: count)
            for chunk in chunks {
                for index in 0..<count {
                    if case .failure? = results[index] { continue }
                    if let value = value(&pass, chunk, index) { values[index].append(value) }
                }
            }
            var outputs: [(index: Int, task: TaskInput<Value>)] = []
            for index in 0..<count where !values[index].isEmpty {
                var sum = ChunkedMatrix.reduce(values[index]) { combine(&pass.graph, index, $0) }
                if let (key, holder) = combined[index] {
                    let before = TaskInput<Value>(pass.graph.insert(known: key, of: holder))
                    sum = combine(&pass.graph, index, [before, sum])
                }
                outputs.append((index, sum))
            }
            let submission = try session.submit(
                pass.graph, outputs: outputs.map(\.task.task), onEvent: SearchEvent.runHandler(onEvent))
            for (index, task) in outputs { combined[index] = (pass.graph.key(of: task.task), submission) }
            running.append(
                Part(graph: pass.graph, outputs: outputs, end: chunks.upperBound, submission: submission))
            // As many as keep the workers busy.
            if running.count > 1 + (session.workers + Self.width - 1) / Self.width {
                try await take(running.removeFirst(), of: rows, &results)
            }
        }
        while let part = running.popFirst() { try await take(part, of: rows, &results) }
        return results
    }

    /// The tasks of some chunks, which run.
    private struct Part<Value: Sendable> {
        let graph: TaskGraph
        let outputs: [(index: Int, task: TaskInput<Value>)]

        /// The chunk after them.
        let end: Int
        let submission: any Submission
    }

    /// Waits for the tasks of some chunks, and records their results.
    private mutating func take<Value>(
        _ part: Part<Value>, of rows: ChunkedRows, _ results: inout [Result<Held<Value>, TaskFailure>?]
    ) async throws {
        let result = try await result(of: part.submission, part.graph)
        onEvent?(.passed(PassProgress(pass: passes, chunks: part.end, chunkCount: rows.chunkCount)))
        for (index, task) in part.outputs {
            // The first failure is that of the rows; later ones only lack its result.
            if case .failure? = results[index] { continue }
            switch result.outcome(of: task.task) {
            case .failure(let failure): results[index] = .failure(failure)
            case .success(let value):
                guard let value = value as? Value else {
                    preconditionFailure("a pass returns \(Value.self), not \(type(of: value))")
                }
                results[index] = .success(
                    Held(value: value, key: part.graph.key(of: task.task), holder: part.submission))
            }
        }
    }
}

extension TaskFailure {
    /// Whether the task reads the rows, or takes some of them, before any step.
    var isOfRows: Bool {
        let others = ["fit-", "map-", "merge-", "add-", "transform-", "score-", "logistic-"]
        return !others.contains { operation.hasPrefix($0) }
    }
}
