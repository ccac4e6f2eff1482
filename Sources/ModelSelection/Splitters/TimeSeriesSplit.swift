import Learning

/// Time series cross-validation: consecutive test sets up to the last row, each with a training set of earlier rows
/// only.
public struct TimeSeriesSplit: Splitter {
    /// The number of splits, at least 2.
    public let nSplits: Int

    /// The maximum number of training rows, which are the latest ones; nil for all.
    public let maxTrainSize: Int?

    /// The number of test rows; nil for `rows / (nSplits + 1)`, rounded down.
    public let testSize: Int?

    /// The number of rows to exclude between the training and the test set.
    public let gap: Int

    /// Creates a splitter with `nSplits` splits of rows in time order.
    public init(_ nSplits: Int = 5, maxTrainSize: Int? = nil, testSize: Int? = nil, gap: Int = 0) {
        self.nSplits = nSplits
        self.maxTrainSize = maxTrainSize
        self.testSize = testSize
        self.gap = gap
    }

    /// `5 splits in time`.
    public var description: String { "\(nSplits) splits in time" }

    /// Returns the splits.
    ///
    /// - Throws: ``ModelSelectionError`` for fewer than two splits, no more rows than splits, a size below 1, a gap
    ///   below 0, or no rows before the first test set.
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
