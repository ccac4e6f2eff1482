import Learning

/// Leave-one-out cross-validation: each row is the test set once, and all others are the training set.
public struct LeaveOneOut: Splitter {
    /// Creates the splitter.
    public init() {}

    /// `each row left out once`.
    public var description: String { "each row left out once" }

    /// Returns the number of rows.
    public func splitCount(rows: Int) -> Int? { rows }

    /// Returns n splits of n rows, which have n² indices; throws for fewer than two rows.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        guard rows > 1 else { throw ModelSelectionError.emptyTrainingSet(splitter: "loo", rows: rows) }
        return (0..<rows).map { row in
            Split(train: Array(0..<row) + Array(row + 1..<rows), test: [row])
        }
    }
}
