import Learning

/// K-fold cross-validation with non-overlapping groups: no group is in both the training and the test set.
///
/// Without shuffling, groups are assigned in decreasing order of size, each to the fold with the fewest rows so far. Of
/// groups of equal size, the one that sorts last goes first (as integers if all are, otherwise by Unicode scalars); of
/// folds of equal size, the first is used. With shuffling, the numbers of groups of the folds differ by at most one,
/// whatever their sizes.
public struct GroupKFold: Splitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// Whether groups are assigned to the folds in random order instead of by size.
    public let shuffle: Bool

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` folds of whole groups.
    public init(_ nSplits: Int = 5, shuffle: Bool = false, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.shuffle = shuffle
        self.seed = seed
    }

    /// `5 folds by group`, `5 shuffled folds by group`.
    public var description: String { "\(nSplits) \(shuffle ? "shuffled " : "")folds by group" }

    /// Returns the splits.
    ///
    /// - Throws: ``ModelSelectionError`` for fewer than two folds, fewer rows or groups than folds, or a missing group.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        let coded = try Self.presentGroups(groups, rows: rows, in: "group")
        try Self.requireFolds(nSplits, rows: rows, in: "group")
        guard nSplits <= coded.classes.count else {
            throw ModelSelectionError.moreFoldsThanGroups(folds: nSplits, groups: coded.classes.count)
        }
        let foldOfGroup =
            shuffle ? shuffledFolds(groups: coded.classes.count) : balancedFolds(sizes: coded.counts)
        return Split.folds(coded.codes.map { foldOfGroup[Int($0)] }, count: nSplits)
    }

    private func balancedFolds(sizes: [Int]) -> [Int] {
        let largestFirst = sizes.indices.sorted { (sizes[$0], $0) > (sizes[$1], $1) }
        var rowsOfFold = [Int](repeating: 0, count: nSplits)
        var foldOfGroup = [Int](repeating: 0, count: sizes.count)
        for group in largestFirst {
            let lightest = rowsOfFold.indices.min { rowsOfFold[$0] < rowsOfFold[$1] } ?? 0
            rowsOfFold[lightest] += sizes[group]
            foldOfGroup[group] = lightest
        }
        return foldOfGroup
    }

    private func shuffledFolds(groups: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        return FoldAssignment.even(rows: groups, folds: nSplits, shuffle: true, using: &generator)
    }
}
