import Learning

/// Folds that someone else decided on.
public struct PredefinedSplit: Splitter {
    /// For each row the fold in whose test set it is; −1 if it is in none, and always learned from.
    public let testFold: [Int]

    /// Splits by the fold of each row, one for each fold that occurs, in ascending order.
    public init(_ testFold: [Int]) { self.testFold = testFold }

    /// `3 predefined folds`.
    public var description: String { "\(folds.count) predefined folds" }

    /// The splits.
    ///
    /// Throws if the folds and the rows differ in number, a fold is below −1, or a test set would hold no rows or
    /// all of them.
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
