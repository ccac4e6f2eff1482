import Trellis

/// What ``Winsorizer`` learned: how far the values of each column may go.
public struct FittedWinsorizer: FittedTransformer {
    /// The least value that each column keeps.
    public let lower: [Double]
    /// The greatest value that each column keeps.
    public let upper: [Double]

    /// The number of columns it was fitted to.
    public var featureCount: Int { lower.count }

    /// As many as it takes.
    public var outputCount: Int { lower.count }

    /// Throws unless every column has both bounds: a file could say otherwise.
    public func validate() throws {
        try require(upper.count == lower.count, "\(lower.count) lower bounds, but \(upper.count) upper ones")
    }

    /// Pulls the values of each row in.
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
