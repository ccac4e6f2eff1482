import Learning

/// Random permutation cross-validation: random training and test sets, drawn independently for each split.
public struct ShuffleSplit: Splitter {
    /// The number of splits, at least 1.
    public let nSplits: Int

    /// The size of the test set; nil for the rows not in ``trainSize``, or a tenth.
    public let testSize: SplitSize?

    /// The size of the training set; nil for the rows not in ``testSize``.
    public let trainSize: SplitSize?

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` random splits.
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

    /// Returns ``nSplits``.
    public func splitCount(rows: Int) -> Int? { nSplits }

    /// Returns the splits; throws for fewer than one split, or a size out of range.
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
