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
    let observer: (any TaskObserver)?
    let start: UInt64

    /// The number of the submission in the state machine; it changes only when the session forgets tasks.
    var number = 0

    init(_ pending: PendingGraph, _ graph: TaskGraph, _ order: ExecutionOrder) {
        self.pending = pending
        self.order = order
        self.graph = graph
        context = pending.context
        observer = pending.observer
        start = pending.start
    }
}

extension AdmittedGraph {
    /// The seconds since the submission.
    var seconds: Double { Double(MonotonicClock.nanoseconds - start) * 1e-9 }
}
