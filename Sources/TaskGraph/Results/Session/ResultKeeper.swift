internal import Locking

/// Keeps the results of the marked tasks of a submission as they arrive.
///
/// It also holds the results that were found for the submission, for others of the session.
final class ResultKeeper: Sendable {
    /// The marked tasks that the caller has not asked for.
    let additionalOutputs: Set<TaskID>

    private let graph: TaskGraph
    private let marked: Set<TaskID>
    private let results: SessionResults
    private let shared: Lock<Shared>

    private struct Shared {
        var kept: Set<TaskID> = []
        var held: [HeldResult]
    }

    /// Creates a keeper.
    ///
    /// - Parameters:
    ///   - graph: The graph, in which results that were found are data.
    ///   - outputs: The outputs that the caller has asked for.
    ///   - found: The results that were found.
    ///   - results: The results of the session.
    init(_ graph: TaskGraph, _ outputs: [TaskID], found: [HeldResult], _ results: SessionResults) {
        self.graph = graph
        self.results = results
        let needed = graph.keptTasks.isEmpty ? [] : graph.tasksNeeded(for: outputs)
        marked = Set(
            needed.filter { graph.keptTasks.contains($0) && !(graph.operation(of: $0) is any DataSource) })
        additionalOutputs = marked.subtracting(outputs)
        shared = Lock(Shared(held: found))
    }

    /// Returns a function that keeps the results of marked tasks, and passes on the events that the caller expects.
    func handler(passingOnTo onEvent: RunEvent.Handler?) -> RunEvent.Handler? {
        if marked.isEmpty { return onEvent }
        return { [self] event in
            guard case .arrived(let task, let value) = event else {
                onEvent?(event)
                return
            }
            if marked.contains(task) { keep(value, of: task) }
            if !additionalOutputs.contains(task) { onEvent?(event) }
        }
    }

    /// Keeps the results that did not arrive because the session had computed them for another submission.
    func keepRest(of run: RunResult) {
        for task in marked {
            if case .success(let value) = run.outcome(of: task) { keep(value, of: task) }
        }
    }

    private func keep(_ value: any Sendable, of task: TaskID) {
        let isNew = shared.withLock { $0.kept.insert(task).inserted }
        guard isNew else { return }
        let key = graph.key(of: task)
        results.store.keep(value, for: key)
        let held = results.hold(value, for: key)
        shared.withLock { $0.held.append(held) }
    }
}
