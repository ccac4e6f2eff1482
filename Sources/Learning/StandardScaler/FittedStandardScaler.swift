import LinearAlgebra

/// What ``StandardScaler`` learned.
public struct FittedStandardScaler: FittedTransformer, Equatable {
    /// What is subtracted from each column: its mean, or 0 if means are left in.
    public let mean: [Double]

    /// What each column is then divided by: its standard deviation; 1 if it is constant or not to be scaled.
    public let scale: [Double]

    /// The number of columns it was fitted to.
    public var featureCount: Int { mean.count }

    /// As many as it takes.
    public var outputCount: Int { mean.count }

    /// Throws unless there is a scale for each mean.
    public func validate() throws {
        try require(
            scale.count == mean.count, "\(mean.count) means need as many scales, not \(scale.count)")
    }

    package init(mean: [Double], scale: [Double]) {
        self.mean = mean
        self.scale = scale
    }

    /// Maps each row to `(row - mean) / scale`.
    ///
    /// O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.shifted(by: mean, dividedBy: scale)
    }
}
