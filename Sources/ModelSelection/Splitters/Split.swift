/// The training rows and the test rows of one split.
public struct Split: Sendable, Equatable {
    /// The indices of the training rows, ascending.
    public let train: [Int]

    /// The indices of the test rows, ascending; disjoint from ``train``.
    public let test: [Int]

    /// Creates a split of the given rows, in any order.
    public init(train: [Int], test: [Int]) {
        self.train = Self.ascending(train)
        self.test = Self.ascending(test)
    }

    private static func ascending(_ indices: [Int]) -> [Int] {
        zip(indices, indices.dropFirst()).allSatisfy { $0 <= $1 } ? indices : indices.sorted()
    }

    /// Returns one split for each of `count` folds: its rows are the test set, all others the training set.
    ///
    /// Rows with a fold below 0 are in no test set.
    ///
    /// - Complexity: O(rows × folds).
    static func folds(_ foldOfRow: [Int], count: Int) -> [Split] {
        (0..<count).map { fold in
            Split(
                train: foldOfRow.indices.filter { foldOfRow[$0] != fold },
                test: foldOfRow.indices.filter { foldOfRow[$0] == fold })
        }
    }
}
