import LinearAlgebra

/// A fitted ``RobustScaler``.
public struct FittedRobustScaler: FittedTransformer, Equatable {
    /// The value to subtract from each column: its median, or 0 without centring.
    public let center: [Double]

    /// The divisor of each column: the distance between its quantiles, or 1 if they are equal or without scaling.
    public let scale: [Double]

    /// The columns without any number in the training rows, which stay missing; nil if there are none.
    let columnsWithoutValues: [Int]?

    init(center: [Double], scale: [Double], columnsWithoutValues: [Int]?) {
        self.center = center
        self.scale = scale
        self.columnsWithoutValues = columnsWithoutValues
    }

    /// The number of columns in the training data.
    public var featureCount: Int { center.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { center.count }

    /// Throws unless each centre has a scale.
    public func validate() throws {
        try require(
            scale.count == center.count, "\(center.count) centres require as many scales, not \(scale.count)")
        try require(
            (columnsWithoutValues ?? []).allSatisfy { center.indices.contains($0) },
            "a column without values does not exist")
    }

    /// Maps each row to `(row - center) / scale`.
    ///
    /// - Complexity: O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.shifted(by: center, dividedBy: scale).settingMissing(columnsWithoutValues)
    }
}

extension FittedRobustScaler: AffineTransformer {
    /// `(x - center) / scale`.
    public var affineMap: AffineMap { AffineMap(centre: center, linear: .diagonal(scale.map { 1 / $0 })) }

    /// Whether the median is subtracted; otherwise, a column's rounding error depends on it.
    ///
    /// A map does not make a column without training values missing.
    public var keepsDigits: Bool {
        columnsWithoutValues == nil && zip(center, scale).allSatisfy { $0 != 0 || $1 == 1 }
    }
}
