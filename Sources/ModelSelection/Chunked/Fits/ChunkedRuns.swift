import TaskGraph

/// The runs of passes in a session, and what they cost.
struct ChunkedRuns {
    private let session: any Session
    private let onEvent: RunEvent.Handler?

    /// The number of tasks that ran.
    private(set) var tasks = 0

    /// The number of tasks that would run if no fit shared any with another one.
    var requestedTasks = 0

    /// The seconds that workers spent on tasks.
    private(set) var taskSeconds = 0.0

    init(_ session: any Session, onEvent: RunEvent.Handler?) {
        (self.session, self.onEvent) = (session, onEvent)
    }

    /// Runs a graph.
    ///
    /// - Returns: The result, and the submission that holds the results of the outputs.
    /// - Throws: `CancellationError`; errors of the scheduler.
    mutating func run(
        _ graph: TaskGraph, _ outputs: [TaskID]
    ) async throws -> (result: RunResult, holder: any Submission) {
        let submission = try session.submit(graph, outputs: outputs, onEvent: onEvent)
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        tasks += result.tasksRun
        taskSeconds += graph.tasks.reduce(0) { $0 + result.seconds(of: $1) }
        return (result, submission)
    }
}

extension TaskFailure {
    /// Whether the task reads the rows, or takes some of them, before any step.
    var isOfRows: Bool {
        let others = ["fit-", "map-", "merge-", "add-", "transform-", "score-", "logistic-"]
        return !others.contains { operation.hasPrefix($0) }
    }
}
