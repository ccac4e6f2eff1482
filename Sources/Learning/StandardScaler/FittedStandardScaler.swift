import LinearAlgebra

/// A fitted ``StandardScaler``.
public struct FittedStandardScaler: FittedTransformer, Equatable {
    /// The value to subtract from each column: its mean, or 0 without centring.
    public let mean: [Double]

    /// The divisor of each column: its standard deviation, or 1 for a constant column or without scaling.
    public let scale: [Double]

    /// The number of columns in the training data.
    public var featureCount: Int { mean.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { mean.count }

    /// Throws unless each mean has a scale.
    public func validate() throws {
        try require(
            scale.count == mean.count, "\(mean.count) means require as many scales, not \(scale.count)")
    }

    package init(mean: [Double], scale: [Double]) {
        self.mean = mean
        self.scale = scale
    }

    /// Maps each row to `(row - mean) / scale`.
    ///
    /// - Complexity: O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.shifted(by: mean, dividedBy: scale)
    }
}
