public import TaskGraph

extension Delayed {
    /// Computes the value.
    ///
    /// - Throws: `TaskFailure` if a function throws; `CancellationError`; errors of the scheduler.
    public func compute(on scheduler: some Scheduler) async throws -> Value {
        try await Collections.compute(self, on: scheduler)
    }

    /// The task graph of the computation, and the task of this value.
    public var graph: (graph: TaskGraph, output: TaskID) {
        var graph = TaskGraph()
        let tasks = graph.insert([node])
        return (graph, tasks[0])
    }

    /// A picture of the computation in the DOT language of Graphviz: `dot -Tsvg graph.dot > graph.svg`.
    public var dot: String {
        let (graph, output) = graph
        return graph.dot(outputs: [output])
    }
}

/// Computes several delayed values, which share their work.
///
/// ```swift
/// let (least, most) = try await compute(minimum, maximum, on: ThreadedScheduler())
/// ```
///
/// - Throws: The `TaskFailure` of the first value that has no result; `CancellationError`; errors of the scheduler.
public func compute<each Value: Sendable>(
    _ delayed: repeat Delayed<each Value>, on scheduler: some Scheduler
) async throws -> (repeat each Value) {
    var nodes: [DelayedNode] = []
    for value in repeat each delayed { nodes.append(value.node) }
    var graph = TaskGraph()
    let tasks = graph.insert(nodes)
    let result = try await scheduler.run(graph, outputs: tasks)
    var position = 0
    func next<Each>(_ type: Each.Type) throws -> Each {
        defer { position += 1 }
        return try result.value(of: tasks[position])
    }
    return (repeat try next((each Value).self))
}

/// Computes the delayed values of an array, which share their work.
///
/// - Throws: The `TaskFailure` of the first value that has no result; `CancellationError`; errors of the scheduler.
public func compute<Value: Sendable>(
    _ delayed: [Delayed<Value>], on scheduler: some Scheduler
) async throws -> [Value] {
    var graph = TaskGraph()
    let tasks = graph.insert(delayed.map(\.node))
    let result = try await scheduler.run(graph, outputs: tasks)
    return try tasks.map { try result.value(of: $0) }
}
