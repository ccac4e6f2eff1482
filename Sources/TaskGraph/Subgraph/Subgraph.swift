/// Tasks that run one after the other on the results of other tasks: a piece of a graph, without the graph.
package struct Subgraph: Sendable {
    /// A task: an operation and its inputs.
    struct Task: Sendable {
        let key: TaskKey
        /// The index of its operation in `operations`.
        let operation: Int
        /// The indices of the values it reads: first the inputs, then the results of the tasks.
        let inputs: [Int]
        /// Its position in the order of the whole run (see `FailedTask.urgency`).
        let urgency: Int
    }

    /// The number of inputs.
    package var inputCount: Int { inputs.count }

    /// The number of outputs.
    package var outputCount: Int { outputs.count }

    /// The operations.
    let operations: [any TaskOperation]

    /// The keys of the inputs.
    let inputs: [TaskKey]

    /// The tasks, inputs before the tasks that read them.
    let tasks: [Task]

    /// The tasks whose results are requested.
    let outputs: [Int]

    static let format = "trellis-subgraph"
    static let formatVersion = 1
}
