/// Which rows a candidate learns from, and which it is tested on.
public struct Split: Sendable, Equatable {
    /// The indices of the rows to learn from, ascending.
    public let train: [Int]

    /// The indices of the rows to test on, ascending; none of them is in ``train``.
    public let test: [Int]

    /// A split of the given rows.
    public init(train: [Int], test: [Int]) {
        self.train = train
        self.test = test
    }

    /// One split for each of `count` folds: its rows are tested on, all others learned from.
    ///
    /// Rows of a fold below 0 are in no test set.
    ///
    /// O(rows × folds).
    static func folds(_ foldOfRow: [Int], count: Int) -> [Split] {
        (0..<count).map { fold in
            Split(
                train: foldOfRow.indices.filter { foldOfRow[$0] != fold },
                test: foldOfRow.indices.filter { foldOfRow[$0] == fold })
        }
    }
}
