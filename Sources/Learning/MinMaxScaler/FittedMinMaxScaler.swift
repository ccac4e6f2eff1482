import LinearAlgebra

/// A fitted ``MinMaxScaler``.
public struct FittedMinMaxScaler: FittedTransformer, Equatable {
    /// The minimum of each column.
    public let dataMin: [Double]

    /// The maximum of each column.
    public let dataMax: [Double]

    /// The factor of each column.
    public let scale: [Double]

    /// The value added to each column after scaling.
    public let offset: [Double]

    /// The columns without any number in the training rows, which stay missing; nil if there are none.
    var columnsWithoutValues: [Int]?

    /// The number of columns in the training data.
    public var featureCount: Int { scale.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { scale.count }

    /// Throws unless all arrays have the same length.
    public func validate() throws {
        for (count, name) in [
            (offset.count, "offsets"), (dataMin.count, "minima"), (dataMax.count, "maxima"),
        ] {
            try require(count == scale.count, "there are \(scale.count) scales, but \(count) \(name)")
        }
        try require(
            (columnsWithoutValues ?? []).allSatisfy { scale.indices.contains($0) },
            "a column without values does not exist")
    }

    /// Maps each row to `row × scale + offset`.
    ///
    /// - Complexity: O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.scaled(by: scale, plus: offset).settingMissing(columnsWithoutValues)
    }
}
