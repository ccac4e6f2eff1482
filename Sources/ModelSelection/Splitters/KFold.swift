import Learning

/// Folds of consecutive rows, or of shuffled ones, each the test set once.
///
/// The sizes differ by at most one, the first folds being the larger.
///
/// ```swift
/// let splits = try KFold(5, shuffle: true, seed: 1).splits(of: target)
/// ```
public struct KFold: Splitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// Whether rows are shuffled before they are cut into folds.
    public let shuffle: Bool

    /// What the shuffling follows from.
    public let seed: UInt64

    /// `nSplits` folds, of rows in their order unless `shuffle` is set.
    public init(_ nSplits: Int = 5, shuffle: Bool = false, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.shuffle = shuffle
        self.seed = seed
    }

    /// `5 folds`, `5 shuffled folds`.
    public var description: String { "\(nSplits) \(shuffle ? "shuffled " : "")folds" }

    /// The splits; throws if there are fewer than two folds, or fewer rows than folds.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        var generator = SeededGenerator(seed: seed)
        return try splits(rows: rows, using: &generator)
    }

    /// The splits, shuffled by a generator that may have been used before.
    func splits(rows: Int, using generator: inout SeededGenerator) throws -> [Split] {
        try Self.requireFolds(nSplits, rows: rows, in: "kfold")
        let order = shuffle ? generator.shuffled(0..<rows) : Array(0..<rows)
        var foldOfRow = [Int](repeating: 0, count: rows)
        for (fold, range) in Self.evenRanges(of: rows, parts: nSplits).enumerated() {
            for row in order[range] { foldOfRow[row] = fold }
        }
        return Split.folds(foldOfRow, count: nSplits)
    }

    /// Cuts `0..<count` into runs that differ in length by at most one, the longer first.
    static func evenRanges(of count: Int, parts: Int) -> [Range<Int>] {
        var start = 0
        return (0..<parts).map { part in
            let end = start + count / parts + (part < count % parts ? 1 : 0)
            defer { start = end }
            return start..<end
        }
    }
}
