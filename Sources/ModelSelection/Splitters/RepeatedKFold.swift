import Learning

/// Shuffled folds, shuffled anew for each of a number of repeats.
public struct RepeatedKFold: Splitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// How many times rows are cut into folds, at least once.
    public let nRepeats: Int

    /// What the shuffling follows from.
    public let seed: UInt64

    /// `nSplits` shuffled folds, `nRepeats` times.
    public init(_ nSplits: Int = 5, repeats nRepeats: Int = 10, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.nRepeats = nRepeats
        self.seed = seed
    }

    /// `5 shuffled folds, 3 times`.
    public var description: String { "\(nSplits) shuffled folds, \(nRepeats) times" }

    /// The folds of all repeats.
    public func splitCount(rows: Int) -> Int? {
        let (count, overflow) = nSplits.multipliedReportingOverflow(by: nRepeats)
        return overflow ? .max : count
    }

    /// The splits, repeat after repeat; throws what ``KFold`` throws, and if there are no repeats.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try Self.require("n_repeats", nRepeats, atLeast: 1, in: "repeated")
        let folds = KFold(nSplits, shuffle: true)
        var generator = SeededGenerator(seed: seed)
        return try (0..<nRepeats).flatMap { _ in try folds.splits(rows: rows, using: &generator) }
    }
}
