internal import Locking

/// The results of a store that the submissions of a session hold, so that no result is read twice while it is in memory.
final class SessionResults: Sendable {
    let store: any ResultStore

    private let shared = Lock(Shared())

    private struct Shared {
        var held: [TaskKey: WeakResult] = [:]
        /// The number of results at which those that nobody holds are removed.
        var limit = 64
    }

    private struct WeakResult {
        weak var result: HeldResult?
    }

    init(_ store: any ResultStore) { self.store = store }

    /// Returns the results that a graph need not compute: those of the outputs, and of inputs of what must run.
    func found(in graph: TaskGraph, _ outputs: [TaskID]) -> [TaskID: HeldResult] {
        let areData = graph.operations.map { $0 is any DataSource }
        return graph.knownTasks(neededBy: outputs) { task in
            if areData[graph.operationID(of: task).index] || graph.isHeld(task) { return nil }
            let key = graph.key(of: task)
            return held(key) ?? store.result(for: key).map { hold($0, for: key) }
        }
    }

    private func held(_ key: TaskKey) -> HeldResult? { shared.withLock { $0.held[key]?.result } }

    /// Makes a result known, as long as somebody refers to what is returned.
    func hold(_ value: any Sendable, for key: TaskKey) -> HeldResult {
        let result = HeldResult(value)
        shared.withLock { shared in
            shared.held[key] = WeakResult(result: result)
            guard shared.held.count > shared.limit else { return }
            shared.held = shared.held.filter { $0.value.result != nil }
            shared.limit = max(64, 2 * shared.held.count)
        }
        return result
    }
}

/// A result that is in memory because a submission refers to it.
final class HeldResult: Sendable {
    let value: any Sendable

    init(_ value: any Sendable) { self.value = value }
}
