import Learning

/// Random test and training sets, drawn anew for each split: a row may be in many test sets, or in none.
public struct ShuffleSplit: Splitter {
    /// The number of splits, at least 1.
    public let nSplits: Int

    /// The rows to test on; nil for what ``trainSize`` leaves, or a tenth.
    public let testSize: SplitSize?

    /// The rows to learn from; nil for what ``testSize`` leaves.
    public let trainSize: SplitSize?

    /// What the draws follow from.
    public let seed: UInt64

    /// `nSplits` random splits.
    public init(
        _ nSplits: Int = 10, testSize: SplitSize? = nil, trainSize: SplitSize? = nil, seed: UInt64 = 0
    ) {
        self.nSplits = nSplits
        self.testSize = testSize
        self.trainSize = trainSize
        self.seed = seed
    }

    /// `10 random splits`.
    public var description: String { "\(nSplits) random splits" }

    /// ``nSplits``.
    public func splitCount(rows: Int) -> Int? { nSplits }

    /// The splits; throws if there is no split, or if a size is out of range.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try Self.require("n_splits", nSplits, atLeast: 1, in: "shuffle")
        let counts = try SplitSize.counts(of: rows, train: trainSize, test: testSize, in: "shuffle")
        var generator = SeededGenerator(seed: seed)
        return (0..<nSplits).map { _ in
            let order = generator.shuffled(0..<rows)
            return Split(
                train: order[counts.test..<counts.test + counts.train].sorted(),
                test: order[..<counts.test].sorted())
        }
    }
}
