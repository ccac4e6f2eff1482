/// A part of a graph that is worth sending to a worker: tasks that run there one after the other.
public struct Piece: Sendable {
    /// The name of the piece: the hash of its tasks' keys and its outputs' keys.
    ///
    /// Pieces of two graphs that hold the same tasks and give the same results have the same key, whatever
    /// else the graphs hold.
    public let key: TaskKey

    /// The tasks, inputs before the tasks that read them.
    public let tasks: [TaskID]

    /// The tasks outside the piece whose results it reads, each once: outputs of other pieces, and sources.
    public let inputs: [TaskID]

    /// Those of its tasks whose results other pieces or the caller read.
    public let outputs: [TaskID]

    /// How long the tasks are likely to take in all, in seconds.
    public let seconds: Double

    /// The name of the operation of the task that is likely to take longest, for displays.
    public let name: String

    /// The places of the tasks in the order of the run, beside `tasks` (see `FailedTask.urgency`).
    let urgencies: [Int]
}

/// A graph cut into pieces.
public struct FusedGraph: Sendable {
    /// The pieces, each after those whose outputs it reads; no two share a task.
    public let pieces: [Piece]

    /// The tasks that hold data (see `DataSource`), which are in no piece: those that a piece reads or the
    /// caller wants.
    public let sources: [TaskID]
}
