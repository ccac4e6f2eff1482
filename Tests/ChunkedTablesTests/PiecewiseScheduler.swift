import ModelSelection
import TaskGraph

/// Runs graphs as a cluster does, without one: in pieces, each of which goes through bytes, as do all values between them.
struct PiecewiseScheduler: Scheduler {
    let workers = 2
    let name = "pieces"
    let runsInProcess = false

    /// The target duration of a piece in seconds; by default, each task is a piece.
    var targetSeconds = 1e-9

    func open(memoryLimit: Int?) async throws -> any Session { PiecewiseSession(targetSeconds) }
}

/// A session whose submissions have ended when they are returned.
private final class PiecewiseSession: Session {
    let workers = 2
    private let targetSeconds: Double
    private let registry = OperationRegistry.standard

    init(_ targetSeconds: Double) { self.targetSeconds = targetSeconds }

    func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, onEvent: RunEvent.Handler?
    ) throws -> any Submission {
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let cut = graph.fused(
            outputs: outputs, workers: workers, targetSeconds: targetSeconds, costs: TaskCosts(of: graph))
        var values: [TaskID: EncodedValue] = [:]
        for source in cut.sources {
            guard let data = graph.operation(of: source) as? any DataSource else { continue }
            values[source] = try registry.encode(data.value)
        }
        for piece in cut.pieces {
            let bytes = try registry.encode(piece, of: graph)
            let inputs = try piece.inputs.compactMap { try values[$0].map { try registry.decode($0) } }
            let result = try bytes.withUnsafeBytes { try registry.decodeSubgraph($0).run(on: inputs) }
            for (output, value) in zip(piece.outputs, result.outputs) {
                values[output] = try registry.encode(value)
            }
        }
        var (found, failures): ([(task: TaskID, value: any Sendable)], [TaskID: TaskFailure]) = ([], [:])
        for output in Set(outputs) {
            guard let encoded = values[output] else { continue }
            let value = try registry.decode(encoded)
            if let failed = value as? FailedTask {
                failures[output] = failed.failure
            } else {
                found.append((output, value))
            }
        }
        return Ended(
            RunResult(
                order: order, values: found, failures: failures,
                seconds: [Double](repeating: 0, count: order.tasks.count), tasksRun: order.tasks.count,
                wallSeconds: 0))
    }

    func close() async {}

    private final class Ended: Submission {
        private let outcome: RunResult
        init(_ outcome: RunResult) { self.outcome = outcome }
        func result() async throws -> RunResult { outcome }
        func cancel() {}
    }
}
