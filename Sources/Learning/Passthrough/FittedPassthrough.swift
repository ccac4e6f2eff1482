import LinearAlgebra

/// A fitted ``Passthrough``: the number of columns.
public struct FittedPassthrough: FittedTransformer, Equatable {
    /// The number of columns in the training data.
    public let featureCount: Int

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { featureCount }

    /// Throws unless the number of columns is valid for a matrix.
    public func validate() throws {
        try require(1...Int(Int32.max) ~= featureCount, "rows cannot have \(featureCount) columns")
    }

    /// Returns the rows unchanged, without copying.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x
    }

    /// Returns the rows unchanged, without copying.
    public func transform(_ x: FeatureTable) throws -> Features {
        guard x.columns.count == featureCount else {
            throw LearningError.columnCounts(expected: featureCount, found: x.columns.count)
        }
        return .table(x)
    }
}
