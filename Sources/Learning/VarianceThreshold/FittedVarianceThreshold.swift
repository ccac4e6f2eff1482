import LinearAlgebra

/// A fitted ``VarianceThreshold``: the variances, and the columns that are kept.
public struct FittedVarianceThreshold: FittedTransformer, Equatable {
    /// The variance of each column; nil if it has no numbers.
    public let variances: [Double?]

    /// The indices of the columns that are kept, ascending.
    public let columns: [Int]

    init(variances: [Double?], columns: [Int]) {
        self.variances = variances
        self.columns = columns
    }

    /// The number of columns in the training data.
    public var featureCount: Int { variances.count }

    /// The number of columns that are kept.
    public var outputCount: Int { columns.count }

    /// Throws unless the kept columns are some of those in the training data.
    public func validate() throws {
        try require(!columns.isEmpty, "no column is kept")
        try require(
            columns.allSatisfy { variances.indices.contains($0) }, "a column that is kept does not exist")
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
