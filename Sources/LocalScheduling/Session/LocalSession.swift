internal import Machine
internal import TaskGraph

/// A session of a local scheduler, which ends with the last reference to it.
///
/// The threads refer to its core, not to the session itself.
final class LocalSession: Session {
    var workers: Int { core.workers }

    private let core: SessionCore

    init(workers: Int, cores: Cores, memoryLimit: Int?) {
        core = SessionCore(workers: workers, cores: cores, memoryLimit: memoryLimit)
    }

    deinit { core.beginClosing() }

    func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, onEvent: RunEvent.Handler?
    ) throws -> any Submission {
        let pending = PendingGraph(
            graph, outputs: outputs, inOrder: inOrder, priority: priority, cores: core.cores,
            onEvent: onEvent)
        try core.submit(pending)
        return LocalSubmission(pending, core)
    }

    func close() async {
        core.beginClosing()
        await core.closed()
    }
}

/// A graph that was submitted to a local session.
final class LocalSubmission: Submission {
    private let pending: PendingGraph
    private let core: SessionCore

    init(_ pending: PendingGraph, _ core: SessionCore) {
        (self.pending, self.core) = (pending, core)
    }

    deinit { core.release(pending) }

    func result() async throws -> RunResult { try await pending.result() }

    func cancel() { core.cancel(pending) }
}
