/// A part of a graph that is large enough to send to a worker, whose tasks run one after the other.
package struct Piece: Sendable {
    /// The name of the piece: the hash of its tasks' keys and its outputs' keys.
    ///
    /// Pieces of two graphs with the same tasks and outputs have the same key, whatever else the graphs contain.
    package let key: TaskKey

    /// The tasks, inputs before the tasks that read them.
    package let tasks: [TaskID]

    /// The tasks outside of the piece whose results it reads, each once: outputs of other pieces, and sources.
    package let inputs: [TaskID]

    /// The tasks of the piece whose results other pieces or the caller read.
    package let outputs: [TaskID]

    /// The estimated total duration of the tasks, in seconds.
    package let seconds: Double

    /// The name of the operation of the task with the longest estimated duration, for display.
    package let name: String

    /// The positions of the tasks in the run order, parallel to `tasks` (see `FailedTask.urgency`).
    let urgencies: [Int]
}

/// A graph divided into pieces.
package struct FusedGraph: Sendable {
    /// The pieces, each after those whose outputs it reads; no two share a task.
    package let pieces: [Piece]

    /// The data sources (see `DataSource`) that a piece reads or that are outputs.
    ///
    /// They belong to no piece.
    package let sources: [TaskID]
}
