import Learning

/// Folds in each of which every class has its share of rows.
///
/// The folds differ in size by at most one, and in the rows of any class by at most one. Unshuffled, the rows of a
/// class go to the folds in runs, in their order.
public struct StratifiedKFold: Splitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// Whether the rows of each class are dealt to the folds in random order.
    public let shuffle: Bool

    /// What the shuffling follows from.
    public let seed: UInt64

    /// `nSplits` folds, of each class's rows in their order unless `shuffle` is set.
    public init(_ nSplits: Int = 5, shuffle: Bool = false, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.shuffle = shuffle
        self.seed = seed
    }

    /// `5 stratified folds`, `5 shuffled stratified folds`.
    public var description: String { "\(nSplits) \(shuffle ? "shuffled " : "")stratified folds" }

    /// The splits.
    ///
    /// Throws if there are fewer than two folds, fewer rows than folds, no class of as many rows as there are
    /// folds, or a target of numbers.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        var generator = SeededGenerator(seed: seed)
        return try splits(rows: rows, target: target, using: &generator)
    }

    /// Warns of a class of fewer rows than there are folds, which some folds will lack.
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

    /// The splits, shuffled by a generator that may have been used before.
    func splits(rows: Int, target: Target, using generator: inout SeededGenerator) throws -> [Split] {
        guard let labels = target.labels else {
            throw ModelSelectionError.notStratifiable(splitter: "stratified")
        }
        try Self.requireFolds(nSplits, rows: rows, in: "stratified")
        let largest = labels.counts.max() ?? 0
        guard nSplits <= largest else {
            throw ModelSelectionError.moreFoldsThanMembers(folds: nSplits, largestClass: largest)
        }
        var foldOfRow = [Int](repeating: 0, count: rows)
        var dealt = 0
        for members in Self.membersByFirstAppearance(labels.codes) {
            // Laid end to end, class after class, the rows are dealt to the folds in turn: that decides how many
            // each fold gets of the class, and then they are handed out in runs.
            var share = [Int](repeating: 0, count: nSplits)
            for position in dealt..<dealt + members.count { share[position % nSplits] += 1 }
            dealt += members.count
            var folds = share.enumerated().flatMap { fold, count in repeatElement(fold, count: count) }
            if shuffle { generator.shuffle(&folds) }
            for (row, fold) in zip(members, folds) { foldOfRow[row] = fold }
        }
        return Split.folds(foldOfRow, count: nSplits)
    }

    /// The rows of each class that occurs, ascending; the classes in the order in which they first appear.
    private static func membersByFirstAppearance(_ codes: [Int32]) -> [[Int]] {
        var positions: [Int32: Int] = [:]
        var members: [[Int]] = []
        for (row, code) in codes.enumerated() {
            if let position = positions[code] {
                members[position].append(row)
            } else {
                positions[code] = members.count
                members.append([row])
            }
        }
        return members
    }
}
