/// Tasks that run one after the other on results of other tasks: a piece of a graph, without the graph.
public struct Subgraph: Sendable {
    /// A task: which operation it applies to which values.
    struct Task: Sendable {
        let key: TaskKey
        /// The place of its operation in `operations`.
        let operation: Int
        /// The places of the values it reads: first those of the inputs, then the results of the tasks.
        let inputs: [Int]
        /// Its place in the order of the run it is part of (see `FailedTask.urgency`).
        let urgency: Int
    }

    /// How many values it reads.
    public var inputCount: Int { inputs.count }

    /// How many results it gives.
    public var outputCount: Int { outputs.count }

    /// The operations.
    let operations: [any TaskOperation]

    /// The keys of the inputs.
    let inputs: [TaskKey]

    /// The tasks, inputs before the tasks that read them.
    let tasks: [Task]

    /// The tasks whose results are wanted.
    let outputs: [Int]

    static let format = "trellis-subgraph"
    static let formatVersion = 1
}
