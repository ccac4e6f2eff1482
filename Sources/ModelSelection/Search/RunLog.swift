import Locking
import TaskGraph

/// What a run has computed so far, for a search that ends early.
final class RunLog: Sendable {
    private let state = Lock(State())

    private struct State {
        var values: [(task: TaskID, value: any Sendable)] = []
        var failures: [TaskID: TaskFailure] = [:]
        var seconds: [TaskID: Double] = [:]
        var tasksRun = 0
    }

    /// Keeps what an event says.
    func receive(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .finished(let run):
                state.tasksRun += 1
                state.seconds[run.task] = run.seconds
                // An interrupted operation has not failed.
                if let failure = run.failure, !(failure.error is CancellationError) {
                    state.failures[run.task] = failure
                }
            case .arrived(let task, let value): state.values.append((task, value))
            case .planned, .started, .ended: break
            }
        }
    }

    /// Returns the result of a run that ended early; outputs without a result have failed as not evaluated.
    func result(of graph: TaskGraph, outputs: [TaskID], wallSeconds: Double) -> RunResult {
        let state = state.withLock { $0 }
        let order = ExecutionOrder(of: graph, outputs: outputs)
        var failures = state.failures
        for task in order.tasks where failures[task] == nil {
            failures[task] = graph.inputs(of: task).lazy.compactMap { failures[$0] }.first
        }
        let known = Set(state.values.map(\.task))
        var missing: [TaskID: TaskFailure] = [:]
        // One failure for all, of which there may be millions.
        let notEvaluated = outputs.first.map { TaskFailure(of: $0, in: graph, throwing: NotEvaluated()) }
        for output in outputs where !known.contains(output) {
            missing[output] = failures[output] ?? notEvaluated
        }
        return RunResult(
            order: order, values: state.values, failures: missing,
            seconds: order.tasks.map { state.seconds[$0] ?? 0 }, tasksRun: state.tasksRun,
            wallSeconds: wallSeconds)
    }
}

/// A score is missing, because the search ended before.
struct NotEvaluated: Error, CustomStringConvertible {
    var description: String { "the search ended before" }
}
