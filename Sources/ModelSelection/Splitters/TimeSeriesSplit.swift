import Learning

/// Test sets that follow one another to the last row, each learned for from the rows before it only.
public struct TimeSeriesSplit: Splitter {
    /// The number of splits, at least 2.
    public let nSplits: Int

    /// The most rows to learn from, the latest ones; nil for all.
    public let maxTrainSize: Int?

    /// The rows of a test set; nil for `rows / (nSplits + 1)`, rounded down.
    public let testSize: Int?

    /// The rows left out between those learned from and those tested on.
    public let gap: Int

    /// `nSplits` splits of rows that stand in the order of time.
    public init(_ nSplits: Int = 5, maxTrainSize: Int? = nil, testSize: Int? = nil, gap: Int = 0) {
        self.nSplits = nSplits
        self.maxTrainSize = maxTrainSize
        self.testSize = testSize
        self.gap = gap
    }

    /// `5 splits in time`.
    public var description: String { "\(nSplits) splits in time" }

    /// The splits.
    ///
    /// Throws if there are fewer than two splits, not more rows than splits, a size below 1 or a gap below 0, or no
    /// row left before the first test set.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try Self.require("n_splits", nSplits, atLeast: 2, in: "time")
        try Self.require("max_train_size", maxTrainSize ?? 1, atLeast: 1, in: "time")
        try Self.require("test_size", testSize ?? 1, atLeast: 1, in: "time")
        try Self.require("gap", gap, atLeast: 0, in: "time")
        guard nSplits < rows else {
            throw ModelSelectionError.moreFoldsThanRows(folds: nSplits + 1, rows: rows)
        }
        let size = testSize ?? rows / (nSplits + 1)
        let first = rows - nSplits * size
        guard first - gap > 0 else {
            throw ModelSelectionError.tooManyTestRows(splits: nSplits, testSize: size, gap: gap, rows: rows)
        }
        return stride(from: first, to: rows, by: size).map { start in
            let end = start - gap
            let begin = maxTrainSize.map { max(0, end - $0) } ?? 0
            return Split(train: Array(begin..<end), test: Array(start..<start + size))
        }
    }
}
