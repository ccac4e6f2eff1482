/// Which rows a candidate learns from, and which it is tested on.
public struct Split: Sendable, Equatable {
    /// The indices of the rows to learn from, ascending.
    public let train: [Int]

    /// The indices of the rows to test on, ascending; none of them is in ``train``.
    public let test: [Int]

    /// A split of the given rows, in any order.
    public init(train: [Int], test: [Int]) {
        self.train = Self.ascending(train)
        self.test = Self.ascending(test)
    }

    private static func ascending(_ indices: [Int]) -> [Int] {
        zip(indices, indices.dropFirst()).allSatisfy { $0 <= $1 } ? indices : indices.sorted()
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
