import Learning

/// Stratified k-fold cross-validation: every fold has about the same proportion of each class.
///
/// The sizes of the folds differ by at most one, and so do their numbers of rows of each class. Without shuffling, the
/// rows of a class are assigned to the folds in consecutive runs.
public struct StratifiedKFold: Splitter, FoldSplitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// Whether to shuffle the rows of each class.
    public let shuffle: Bool

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` folds; the rows of each class keep their order unless `shuffle` is set.
    public init(_ nSplits: Int = 5, shuffle: Bool = false, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.shuffle = shuffle
        self.seed = seed
    }

    /// `5 stratified folds`, `5 shuffled stratified folds`.
    public var description: String { "\(nSplits) \(shuffle ? "shuffled " : "")stratified folds" }

    /// Returns the splits.
    ///
    /// - Throws: ``ModelSelectionError`` for fewer than two folds, fewer rows than folds, no class with as many rows as
    ///   there are folds, or a numeric target.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try folds(rows: rows, target: target).splits
    }

    func folds(rows: Int, target: Target) throws -> RowFolds {
        var generator = SeededGenerator(seed: seed)
        return try folds(rows: rows, target: target, using: &generator)
    }

    /// Warns of a class with fewer rows than there are folds.
    public func warnings(rows: Int, target: Target, groups: Labels?) -> [String] {
        guard let labels = target.labels else { return [] }
        let present = labels.counts.enumerated().filter { $0.element > 0 }
        guard let (code, count) = present.min(by: { $0.element < $1.element }), count < nSplits else {
            return []
        }
        return [
            "the least populated class, '\(labels.classes[code])', has only \(count) "
                + "\(count == 1 ? "row" : "rows"), fewer than the \(nSplits) folds"
        ]
    }

    /// Returns the fold of each row, shuffled by an existing generator.
    func folds(rows: Int, target: Target, using generator: inout SeededGenerator) throws -> RowFolds {
        guard let labels = target.labels else {
            throw ModelSelectionError.notStratifiable(splitter: "stratified")
        }
        try Self.requireFolds(nSplits, rows: rows, in: "stratified")
        let largest = labels.counts.max() ?? 0
        guard nSplits <= largest else {
            throw ModelSelectionError.moreFoldsThanMembers(folds: nSplits, largestClass: largest)
        }
        return RowFolds(
            ofRow: FoldAssignment.stratified(
                codes: labels.codes, folds: nSplits, shuffle: shuffle, using: &generator),
            count: nSplits)
    }
}
