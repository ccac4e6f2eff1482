/// A set of the rows of a dataset in chunks.
enum ChunkedRowSet: Hashable, Sendable {
    /// All rows.
    case all

    /// The rows of a fold, which are the test rows of a split.
    case fold(Int)

    /// The rows of all other folds, which are the training rows of that split.
    case others(than: Int)

    /// Returns whether all rows of a fold, or of all rows, are in the set.
    func contains(_ part: ChunkedRowSet) -> Bool {
        if case .others(let fold) = self { part != .fold(fold) } else { true }
    }
}
