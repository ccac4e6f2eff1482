import Learning

/// A way to split rows, again and again, into rows to learn from and rows to test on.
///
/// A splitter is a value: asked twice with the same rows, it gives the same splits, on every machine. Its
/// description says what it does in a few words: `5 stratified folds`.
///
/// The splits are scikit-learn's (1.9). Where a splitter shuffles, the sizes and the shares of classes are, but
/// which rows fall where follows from ``SeededGenerator``.
public protocol Splitter: Sendable, Hashable, CustomStringConvertible {
    /// The splits of n rows, in order.
    ///
    /// A search refuses splits with an empty set, and rows that do not exist, are twice in a set, or are in both.
    ///
    /// - Parameters:
    ///   - rows: the number of rows.
    ///   - target: what each row is to be mapped to; `rows` of them.
    ///   - groups: The group of each row, if there are groups. Only ``GroupKFold`` reads them.
    /// - Throws: ``ModelSelectionError`` if the rows cannot be split so.
    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split]

    /// How many splits of n rows there will be; nil if it is not known before they are made.
    ///
    /// Nil unless given. A search is refused by it before a plan that is too large takes all memory.
    func splitCount(rows: Int) -> Int?

    /// What the user should know of splits that are possible but poor. Empty if all is well.
    func warnings(rows: Int, target: Target, groups: Labels?) -> [String]
}

extension Splitter {
    /// Not known.
    public func splitCount(rows: Int) -> Int? { nil }

    /// No warnings.
    public func warnings(rows: Int, target: Target, groups: Labels?) -> [String] { [] }

    /// The splits of as many rows as there are targets.
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

    /// Throws unless there are at least two folds and as many rows as folds.
    static func requireFolds(_ folds: Int, rows: Int, in splitter: String) throws {
        try require("n_splits", folds, atLeast: 2, in: splitter)
        guard folds <= rows else { throw ModelSelectionError.moreFoldsThanRows(folds: folds, rows: rows) }
    }
}
