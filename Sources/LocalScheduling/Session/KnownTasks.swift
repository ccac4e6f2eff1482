internal import TaskGraph

/// The tasks of a session by key, so that no task is computed twice.
///
/// The tasks of a graph are added when the next graph is submitted; a session of a single graph thus has no cost.
struct KnownTasks {
    private var positions: [TaskKey: Position] = [:]
    private var unindexed: [(graph: TaskGraph, order: ExecutionOrder)] = []

    /// Adds the tasks of a graph.
    mutating func add(_ graph: TaskGraph, _ order: ExecutionOrder) { unindexed.append((graph, order)) }

    /// The position of the last task with a key, whatever its state; nil if there is none.
    subscript(key: TaskKey) -> Position? { positions[key] }

    /// Prepares for looking up tasks.
    ///
    /// - Returns: The graphs that were added since the last call, which are not needed any more.
    /// - Complexity: Linear in their tasks.
    mutating func prepare() -> [TaskGraph] {
        for (graph, order) in unindexed {
            for (index, task) in order.tasks.enumerated() {
                positions[graph.key(of: task)] = Position(order.start + index)
            }
        }
        defer { unindexed.removeAll() }
        return unindexed.map(\.graph)
    }

    /// Replaces all positions, after ``prepare()``; tasks without a new one are forgotten.
    mutating func move(_ moved: [Position: Position]) {
        positions = positions.compactMapValues { moved[$0] }
    }
}
