import LinearAlgebra

/// What ``Passthrough`` learned: how many columns there are.
public struct FittedPassthrough: FittedTransformer, Equatable {
    /// The number of columns it was fitted to.
    public let featureCount: Int

    /// As many as it takes.
    public var outputCount: Int { featureCount }

    /// Throws unless a matrix can have that many columns.
    public func validate() throws {
        try require(1...Int(Int32.max) ~= featureCount, "there are no rows of \(featureCount) columns")
    }

    /// Returns the rows themselves; nothing is copied.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x
    }
}
