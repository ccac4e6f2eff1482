/// A set of the rows of a dataset in chunks.
enum ChunkedRowSet: Hashable, Sendable {
    /// All rows.
    case all

    /// The rows of a fold, which are the test rows of a split.
    case fold(Int)

    /// The rows of all other folds, which are the training rows of that split.
    case others(than: Int)
}
