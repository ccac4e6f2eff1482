import LinearAlgebra

/// A fitted ``StandardScaler``.
public struct FittedStandardScaler: FittedTransformer, Equatable {
    /// The value to subtract from each column: its mean, or 0 without centring.
    public internal(set) var mean: [Double]

    /// The divisor of each column: its standard deviation, or 1 for a constant column or without scaling.
    public internal(set) var scale: [Double]

    /// The columns without any number in the training rows, which stay missing; nil if there are none.
    var columnsWithoutValues: [Int]?

    /// The number of columns in the training data.
    public var featureCount: Int { mean.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { mean.count }

    /// Throws unless each mean has a scale.
    public func validate() throws {
        try require(
            scale.count == mean.count, "\(mean.count) means require as many scales, not \(scale.count)")
        try require(
            (columnsWithoutValues ?? []).allSatisfy { mean.indices.contains($0) },
            "a column without values does not exist")
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
        return x.shifted(by: mean, dividedBy: scale).settingMissing(columnsWithoutValues)
    }
}
