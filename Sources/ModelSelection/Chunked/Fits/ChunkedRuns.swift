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

    /// The number of chunks whose values are combined in a tree, the same everywhere: it determines the order of additions.
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
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        tasks += result.tasksRun
        taskSeconds += graph.tasks.reduce(0) { $0 + result.seconds(of: $1) }
        return (result, submission)
    }

    // MARK: - Passes

    /// A result of a pass, which a submission holds.
    struct Held<Value: Sendable>: Sendable {
        let value: Value
        let key: TaskKey
        let holder: any Submission
    }

    /// A result of a task that a submission holds.
    typealias HeldTask = (key: TaskKey, holder: any Submission)

    /// Runs a pass over all chunks, some of them at a time, whose values the session holds.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - count: The number of results.
    ///   - value: Inserts the tasks of a chunk for a result, by its index; returns nil for a chunk that it does not need.
    /// - Returns: The values of each result by chunk, without those whose tasks failed.
    /// - Throws: `CancellationError`; errors of the scheduler.
    mutating func hold<Value: Sendable>(
        over rows: ChunkedRows, results count: Int,
        of value: (_ pass: inout ChunkPass, _ chunk: Int, _ index: Int) -> TaskInput<Value>?
    ) async throws -> [[Int: HeldTask]] {
        var held = [[Int: HeldTask]](repeating: [:], count: count)
        passes += 1
        let height = Self.width * max(2, (session.workers + 1) / 2)
        for first in stride(from: 0, to: rows.chunkCount, by: height) {
            onEvent?(.passed(PassProgress(pass: passes, chunks: first, chunkCount: rows.chunkCount)))
            var pass = ChunkPass(rows, chunks: first..<min(first + height, rows.chunkCount))
            var tasks: [(index: Int, chunk: Int, task: TaskID)] = []
            for chunk in pass.chunks {
                for index in 0..<count {
                    guard let value = value(&pass, chunk, index) else { continue }
                    tasks.append((index, chunk, value.task))
                }
            }
            guard !tasks.isEmpty else { continue }
            let outputs = Set(tasks.map(\.task)).sorted { $0.index < $1.index }
            let (result, holder) = try await run(pass.graph, outputs)
            for (index, chunk, task) in tasks where (try? result.outcome(of: task).get()) != nil {
                held[index][chunk] = (pass.graph.key(of: task), holder)
            }
        }
        onEvent?(.passed(PassProgress(pass: passes, chunks: rows.chunkCount, chunkCount: rows.chunkCount)))
        return held
    }

    /// Runs a pass over all chunks, some of them at a time.
    ///
    /// Each result is combined from values of the chunks, in their order: those of ``width`` chunks in a tree, and then what
    /// was combined before with them. A scheduler orders the tasks of one graph by the results that they serve, so that with
    /// all chunks in one graph, most would be read for the first result, and wait in memory for the others. One graph runs
    /// after another, because readers of events know one run at a time.
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
        passes += 1
        onEvent?(.passed(PassProgress(pass: passes, chunks: 0, chunkCount: rows.chunkCount)))
        // As many as keep the workers busy; the order of additions does not depend on it.
        let height = Self.width * max(2, (session.workers + 1) / 2)
        for first in stride(from: 0, to: rows.chunkCount, by: height) {
            let chunks = first..<min(first + height, rows.chunkCount)
            var pass = ChunkPass(rows, chunks: chunks)
            var sums = [TaskInput<Value>?](repeating: nil, count: count)
            for index in 0..<count {
                guard case .success(let before)? = results[index] else { continue }
                sums[index] = TaskInput(pass.graph.insert(known: before.key, of: before.holder))
            }
            var isNeeded = [Bool](repeating: false, count: count)
            for start in stride(from: chunks.lowerBound, to: chunks.upperBound, by: Self.width) {
                var values = [[TaskInput<Value>]](repeating: [], count: count)
                for chunk in start..<min(start + Self.width, chunks.upperBound) {
                    for index in 0..<count {
                        if case .failure? = results[index] { continue }
                        if let value = value(&pass, chunk, index) { values[index].append(value) }
                    }
                }
                for index in 0..<count where !values[index].isEmpty {
                    let sum = ChunkedMatrix.reduce(values[index]) { combine(&pass.graph, index, $0) }
                    sums[index] = sums[index].map { combine(&pass.graph, index, [$0, sum]) } ?? sum
                    isNeeded[index] = true
                }
            }
            let outputs = (0..<count).filter { isNeeded[$0] }.compactMap { index in
                sums[index].map { (index: index, task: $0) }
            }
            let (result, holder) = try await run(pass.graph, outputs.map(\.task.task))
            for (index, task) in outputs {
                results[index] = result.outcome(of: task.task).map { value in
                    guard let value = value as? Value else {
                        preconditionFailure("a pass returns \(Value.self), not \(type(of: value))")
                    }
                    return Held(value: value, key: pass.graph.key(of: task.task), holder: holder)
                }
            }
            onEvent?(
                .passed(
                    PassProgress(pass: passes, chunks: chunks.upperBound, chunkCount: rows.chunkCount)))
        }
        return results
    }
}

extension TaskFailure {
    /// Whether the task reads the rows, or takes some of them, before any step.
    var isOfRows: Bool {
        let others = ["fit-", "join-", "map-", "merge-", "add-", "transform-", "score-", "logistic-"]
        return !others.contains { operation.hasPrefix($0) }
    }
}
