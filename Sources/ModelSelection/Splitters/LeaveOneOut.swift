import Learning

/// As many splits as rows: each row is tested on alone, all others learned from.
public struct LeaveOneOut: Splitter {
    /// The only one there is.
    public init() {}

    /// `each row left out once`.
    public var description: String { "each row left out once" }

    /// One a row.
    public func splitCount(rows: Int) -> Int? { rows }

    /// The splits, n of n rows, which take n² indices; throws if there are fewer than two rows.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        guard rows > 1 else { throw ModelSelectionError.emptyTrainingSet(splitter: "loo", rows: rows) }
        return (0..<rows).map { row in
            Split(train: Array(0..<row) + Array(row + 1..<rows), test: [row])
        }
    }
}
