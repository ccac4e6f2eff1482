import LinearAlgebra

/// What ``MinMaxScaler`` learned.
public struct FittedMinMaxScaler: FittedTransformer, Equatable {
    /// The least value of each column.
    public let dataMin: [Double]

    /// The greatest value of each column.
    public let dataMax: [Double]

    /// What each column is multiplied by.
    public let scale: [Double]

    /// What is then added to each column.
    public let offset: [Double]

    /// The number of columns it was fitted to.
    public var featureCount: Int { scale.count }

    /// As many as it takes.
    public var outputCount: Int { scale.count }

    /// Throws unless there are as many of everything.
    public func validate() throws {
        for (count, name) in [
            (offset.count, "offsets"), (dataMin.count, "minima"), (dataMax.count, "maxima"),
        ] {
            try require(count == scale.count, "\(scale.count) scales need as many \(name), not \(count)")
        }
    }

    /// Maps each row to `row × scale + offset`.
    ///
    /// O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.scaled(by: scale, plus: offset)
    }
}
