internal import TaskGraph

/// A task that can be inserted into any graph, and is inserted into each once.
///
/// The tasks of a shuffle read those of all parts of a table. A recipe knows the key of its task, so that inserting all tasks of a
/// shuffle is linear in their inputs, also if they read another shuffle.
struct TaskRecipe<Value: Sendable>: Sendable {
    private let key: TaskKey
    private let insertion: @Sendable (inout TaskGraph) -> TaskInput<Value>

    /// Creates a recipe.
    ///
    /// - Parameters:
    ///   - graph: A graph that the task is inserted into, to know its key.
    ///   - insertion: Inserts the task.
    init(in graph: inout TaskGraph, _ insertion: @escaping @Sendable (inout TaskGraph) -> TaskInput<Value>) {
        let task = insertion(&graph)
        key = graph.key(of: task.task)
        self.insertion = insertion
    }

    /// Inserts the task, or returns the one that is in the graph.
    func insert(into graph: inout TaskGraph) -> TaskInput<Value> {
        graph.task(withKey: key).map { TaskInput($0) } ?? insertion(&graph)
    }
}
