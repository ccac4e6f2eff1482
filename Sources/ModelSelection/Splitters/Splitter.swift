import Learning

/// A cross-validation splitter, which divides rows into training and test sets repeatedly.
///
/// A splitter is a value: for the same rows, it returns the same splits on every machine. Its description is a short
/// phrase: `5 stratified folds`.
///
/// The splits are those of scikit-learn 1.9. If a splitter shuffles, only the sizes and the class proportions are the
/// same; the rows are drawn by `SeededGenerator`.
public protocol Splitter: Sendable, Hashable, CustomStringConvertible {
    /// Returns the splits of n rows, in order.
    ///
    /// A search rejects splits with an empty set, an index out of range, a repeated index, or a row in both sets.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - target: The target of the rows.
    ///   - groups: The group of each row, if known. Only ``GroupKFold`` and ``LeaveOneGroupOut``
    ///     read it.
    /// - Throws: ``ModelSelectionError`` if the rows cannot be split.
    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split]

    /// Returns the number of splits of n rows; nil if it is unknown before splitting.
    ///
    /// Defaults to nil. A search uses it to reject a plan that would exceed the memory.
    func splitCount(rows: Int) -> Int?

    /// Returns warnings about valid splits of low quality. Empty if there are none.
    func warnings(rows: Int, target: Target, groups: Labels?) -> [String]
}

extension Splitter {
    /// Returns nil: the number is unknown.
    public func splitCount(rows: Int) -> Int? { nil }

    /// No warnings.
    public func warnings(rows: Int, target: Target, groups: Labels?) -> [String] { [] }

    /// Returns the splits of the rows of a target.
    public func splits(of target: Target, groups: Labels? = nil) throws -> [Split] {
        try splits(rows: target.count, target: target, groups: groups)
    }
}

extension Splitter {
    /// Throws ``ModelSelectionError/tooSmall(splitter:name:found:minimum:)`` if `value` is below `minimum`.
    static func require(_ name: String, _ value: Int, atLeast minimum: Int, in splitter: String) throws {
        guard value >= minimum else {
            throw ModelSelectionError.tooSmall(splitter: splitter, name: name, found: value, minimum: minimum)
        }
    }

    /// Returns the groups of all rows, without groups that have no rows.
    ///
    /// - Throws: ``ModelSelectionError`` if there are no groups, or not one for each row.
    static func presentGroups(_ groups: Labels?, rows: Int, in splitter: String) throws -> Labels {
        guard let groups else { throw ModelSelectionError.missingGroups(splitter: splitter) }
        guard groups.count == rows else {
            throw ModelSelectionError.groupCount(groups: groups.count, rows: rows)
        }
        return groups.counts.contains(0) ? Labels(groups.names) : groups
    }

    /// Throws unless there are at least two folds and as many rows as folds.
    static func requireFolds(_ folds: Int, rows: Int, in splitter: String) throws {
        try require("n_splits", folds, atLeast: 2, in: splitter)
        guard folds <= rows else { throw ModelSelectionError.moreFoldsThanRows(folds: folds, rows: rows) }
    }
}
