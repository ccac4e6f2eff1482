/// A Dask task; buffers are referred to by their indices in the frame.
struct ClusterTask: Encodable, Equatable, Sendable {
    /// The Dask key: the name of an operation and a hash of what the task computes.
    var key: String

    /// The kind of task.
    var kind: Kind

    /// Piece: the encoded subgraph.
    var graph: Int?
    /// Piece: the number of results.
    var outputs: Int?
    /// Piece: the keys of its inputs.
    var inputs: [String]?
    /// Piece: the index of the result that it reads from each input; pick: the indices of the results to select.
    var places: [Int]?

    /// Pick: the key of the piece to select from.
    var of: String?

    /// Value, file: the description of the value.
    var meta: Int?
    /// Value: its frames.
    var frames: [Int]?

    /// File: its path.
    var path: String?
    /// File: the size of each frame of the value, in bytes.
    var lengths: [Int]?

    /// The amounts of worker resources that the task requires, such as `GPU`.
    var resources: [String: Double]?

    enum Kind: String, Encodable, Sendable {
        /// Runs a subgraph.
        case piece
        /// Selects some of the results of a piece.
        case pick
        /// A value that is sent with the task.
        case value
        /// A value that workers read from a file.
        case file
    }
}
