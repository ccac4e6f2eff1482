import Learning

/// A splitter whose test sets are folds of the rows: each row is in the test set of one split, and in the training sets of
/// all others.
///
/// The fold of each row is all that rows in chunks need of a splitter.
protocol FoldSplitter: Splitter {
    /// Returns the fold of each row.
    ///
    /// - Throws: ``ModelSelectionError`` if the rows cannot be split.
    func folds(rows: Int, target: Target) throws -> RowFolds
}

/// The fold of each row.
struct RowFolds: Sendable, Equatable {
    /// The number of the fold of each row, from 0.
    let ofRow: [Int]

    /// The number of folds.
    let count: Int

    /// A split for each fold, whose rows are the test set.
    ///
    /// - Complexity: O(rows × folds).
    var splits: [Split] { Split.folds(ofRow, count: count) }
}
