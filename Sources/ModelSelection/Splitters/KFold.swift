import Learning

/// K-fold cross-validation: folds of consecutive or shuffled rows, each used once as the test set.
///
/// The fold sizes differ by at most one; the first folds are the larger ones.
///
/// ```swift
/// let splits = try KFold(5, shuffle: true, seed: 1).splits(of: target)
/// ```
public struct KFold: Splitter, FoldSplitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// Whether to shuffle the rows before dividing them into folds.
    public let shuffle: Bool

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` folds; rows keep their order unless `shuffle` is set.
    public init(_ nSplits: Int = 5, shuffle: Bool = false, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.shuffle = shuffle
        self.seed = seed
    }

    /// `5 folds`, `5 shuffled folds`.
    public var description: String { "\(nSplits) \(shuffle ? "shuffled " : "")folds" }

    /// Returns the splits; throws for fewer than two folds, or fewer rows than folds.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try folds(rows: rows, target: target).splits
    }

    func folds(rows: Int, target: Target) throws -> RowFolds {
        var generator = SeededGenerator(seed: seed)
        return try folds(rows: rows, using: &generator)
    }

    /// Returns the fold of each row, shuffled by an existing generator.
    func folds(rows: Int, using generator: inout SeededGenerator) throws -> RowFolds {
        try Self.requireFolds(nSplits, rows: rows, in: "kfold")
        return RowFolds(
            ofRow: FoldAssignment.even(rows: rows, folds: nSplits, shuffle: shuffle, using: &generator),
            count: nSplits)
    }
}
