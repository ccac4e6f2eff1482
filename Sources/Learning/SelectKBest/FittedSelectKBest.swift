import LinearAlgebra

/// A fitted ``SelectKBest``: the scores, and the columns that are kept.
public struct FittedSelectKBest: FittedTransformer, Equatable {
    /// The score of each column; nil if it is undefined, as that of a constant column.
    public let scores: [Double?]

    /// The indices of the columns that are kept, those with the highest scores first.
    public let columns: [Int]

    init(scores: [Double?], columns: [Int]) {
        self.scores = scores
        self.columns = columns
    }

    /// Returns the model with the first columns only.
    func restricted(to count: SelectKBest.Count) -> FittedSelectKBest {
        guard case .count(let count) = count else { return self }
        return FittedSelectKBest(scores: scores, columns: Array(columns.prefix(count)))
    }

    /// The number of columns in the training data.
    public var featureCount: Int { scores.count }

    /// The number of columns that are kept.
    public var outputCount: Int { columns.count }

    /// Throws unless the kept columns are some of those in the training data.
    public func validate() throws {
        try require(!columns.isEmpty, "no column is kept")
        try require(
            columns.allSatisfy { scores.indices.contains($0) }, "a column that is kept does not exist")
    }

    /// Returns the columns that are kept.
    ///
    /// - Complexity: O(rows × output columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.columns(at: columns)
    }

    /// The names of the columns that are kept.
    public func outputNames(for inputs: [String], step: String) -> [String] { columns.map { inputs[$0] } }
}
