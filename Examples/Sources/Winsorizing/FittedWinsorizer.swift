import Trellis

/// The model of a ``Winsorizer``: the bounds of each column.
public struct FittedWinsorizer: FittedTransformer {
    /// The lower bound of each column.
    public let lower: [Double]
    /// The upper bound of each column.
    public let upper: [Double]

    /// The number of input columns.
    public var featureCount: Int { lower.count }

    /// The number of output columns.
    public var outputCount: Int { lower.count }

    /// Checks that every column has both bounds, because a model file may have been edited.
    public func validate() throws {
        try require(upper.count == lower.count, "\(lower.count) lower bounds, but \(upper.count) upper ones")
    }

    /// Clips the values of each row.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        var result = x
        for row in 0..<x.rows {
            for column in 0..<x.columns {
                result[row, column] = min(max(x[row, column], lower[column]), upper[column])
            }
        }
        return result
    }
}
