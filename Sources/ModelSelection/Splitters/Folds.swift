import Learning

/// Cross-validation in k folds, stratified by class for classification: the splitter that a search uses by default.
public struct Folds: Splitter {
    /// The number of folds, at least 2.
    public let count: Int

    /// A splitter into `count` folds.
    public init(_ count: Int = 5) { self.count = count }

    /// `5 folds`.
    public var description: String { "\(count) folds" }

    /// The splits of `StratifiedKFold` for classes, and of `KFold` for numbers.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try splitter(for: target).splits(rows: rows, target: target, groups: groups)
    }

    /// The number of folds.
    public func splitCount(rows: Int) -> Int? { count }

    /// The warnings of the splitter that is used.
    public func warnings(rows: Int, target: Target, groups: Labels?) -> [String] {
        splitter(for: target).warnings(rows: rows, target: target, groups: groups)
    }

    private func splitter(for target: Target) -> any Splitter {
        target.labels == nil ? KFold(count) : StratifiedKFold(count)
    }
}
