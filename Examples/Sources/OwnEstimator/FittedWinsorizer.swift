import Trellis

/// What ``Winsorizer`` learned: how far the values of each column may go.
struct FittedWinsorizer: FittedTransformer {
    let lower: [Double]
    let upper: [Double]

    var featureCount: Int { lower.count }
    var outputCount: Int { lower.count }

    func transform(_ x: Matrix) throws -> Matrix {
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
