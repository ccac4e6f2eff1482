import Learning

/// Cross-validation in k folds, stratified for classification: the default splitter of a search.
public struct Folds: Splitter, FoldSplitter {
    /// The number of folds, at least 2.
    public let count: Int

    /// Creates a splitter with `count` folds.
    public init(_ count: Int = 5) { self.count = count }

    /// `5 folds`.
    public var description: String { "\(count) folds" }

    /// Returns the splits of `StratifiedKFold` for classes, and of `KFold` for numbers.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try splitter(for: target).splits(rows: rows, target: target, groups: groups)
    }

    /// Returns the number of folds.
    public func splitCount(rows: Int) -> Int? { count }

    /// Returns the warnings of the underlying splitter.
    public func warnings(rows: Int, target: Target, groups: Labels?) -> [String] {
        splitter(for: target).warnings(rows: rows, target: target, groups: groups)
    }

    func folds(rows: Int, target: Target) throws -> RowFolds {
        try splitter(for: target).folds(rows: rows, target: target)
    }

    private func splitter(for target: Target) -> any FoldSplitter {
        target.labels == nil ? KFold(count) : StratifiedKFold(count)
    }
}
