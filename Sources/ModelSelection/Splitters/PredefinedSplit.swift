import Learning

/// Cross-validation with predefined folds.
public struct PredefinedSplit: Splitter {
    /// The fold of each row, in whose test set it is; −1 if the row is always in the training set.
    public let testFold: [Int]

    /// Creates a splitter from the fold of each row, with one split for each fold in ascending order.
    public init(_ testFold: [Int]) { self.testFold = testFold }

    /// `3 predefined folds`.
    public var description: String { "\(folds.count) predefined folds" }

    /// Returns the splits.
    ///
    /// - Throws: ``ModelSelectionError`` if the numbers of folds and rows differ, a fold is below −1, or a test set has
    ///   no rows or all of them.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        guard testFold.count == rows else {
            throw ModelSelectionError.predefinedCount(folds: testFold.count, rows: rows)
        }
        if let row = testFold.firstIndex(where: { $0 < -1 }) {
            throw ModelSelectionError.invalidFold(row: row, found: testFold[row])
        }
        let folds = folds
        guard !folds.isEmpty else { throw ModelSelectionError.noTestRows }
        guard folds.count > 1 || testFold.contains(-1) else {
            throw ModelSelectionError.emptyTrainingSet(splitter: "predefined", rows: rows)
        }
        let position = Dictionary(uniqueKeysWithValues: folds.enumerated().map { ($1, $0) })
        return Split.folds(testFold.map { position[$0] ?? -1 }, count: folds.count)
    }

    /// The folds that occur, ascending.
    private var folds: [Int] { Set(testFold.filter { $0 != -1 }).sorted() }
}
