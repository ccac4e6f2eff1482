/// One task as Dask is to have it; buffers are named by their place in the frame.
struct ClusterTask: Encodable, Equatable, Sendable {
    /// What Dask calls it: the name of an operation and the hash of what it computes.
    var key: String

    /// What it does.
    var kind: Kind

    /// Piece: the encoded subgraph.
    var graph: Int?
    /// Piece: how many results it has.
    var outputs: Int?
    /// Piece: the tasks whose results it reads.
    var inputs: [String]?
    /// Piece: which of the results of each input it reads; pick: which results to take.
    var places: [Int]?

    /// Pick: the piece to take from.
    var of: String?

    /// Value, file: the description of the value.
    var meta: Int?
    /// Value: its large parts.
    var frames: [Int]?

    /// File: where it is.
    var path: String?
    /// File: how many bytes each of the value's large parts has.
    var lengths: [Int]?

    /// What a worker must have to run it, such as `GPU`, and how much of it the task takes.
    var resources: [String: Double]?

    enum Kind: String, Encodable, Sendable {
        /// Runs a subgraph.
        case piece
        /// Takes some of the results of a piece.
        case pick
        /// Is data that this process has.
        case value
        /// Is data that this process has written to a file for workers to read.
        case file
    }
}
