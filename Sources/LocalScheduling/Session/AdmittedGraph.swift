internal import TaskGraph

/// A submitted graph whose tasks are ordered, so that the session can run them.
///
/// It is in memory until all of its tasks have ended and nothing holds its outputs.
///
/// `@unchecked Sendable`: `number` is guarded by the lock of the session; everything else is constant.
final class AdmittedGraph: @unchecked Sendable {
    let pending: PendingGraph
    let graph: TaskGraph
    let order: ExecutionOrder
    let context: TaskContext
    let onEvent: RunEvent.Handler?
    let start: UInt64

    /// For each task of the graph, whether it is an output; empty if nobody receives events.
    private let isOutput: [Bool]

    /// The number of the submission in the state machine; it changes only when the session forgets tasks.
    var number = 0

    init(_ pending: PendingGraph, _ graph: TaskGraph, _ order: ExecutionOrder) {
        self.pending = pending
        self.order = order
        self.graph = graph
        context = pending.context
        onEvent = pending.onEvent
        start = pending.start
        guard onEvent != nil else {
            isOutput = []
            return
        }
        var isOutput = [Bool](repeating: false, count: graph.count)
        for output in pending.outputs { isOutput[output.index] = true }
        self.isOutput = isOutput
    }
}

extension AdmittedGraph {
    /// The seconds since the submission.
    var seconds: Double { Double(MonotonicClock.nanoseconds - start) * 1e-9 }

    /// Passes on the end of a task, and its value if it is an output.
    func report(_ run: TaskRun, value: any Sendable, to onEvent: RunEvent.Handler) {
        onEvent(.finished(run))
        if run.failure == nil, isOutput[run.task.index] { onEvent(.arrived(run.task, value)) }
    }
}
