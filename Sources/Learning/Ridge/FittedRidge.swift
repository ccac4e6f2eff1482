import LinearAlgebra

/// What ``Ridge`` learned.
public struct FittedRidge: FittedRegressor, Equatable {
    /// The weight of each column.
    public let coefficients: [Double]

    /// What is added to each row's weighted sum; 0 if there is no intercept.
    public let intercept: Double

    /// The number of columns it was fitted to.
    public var featureCount: Int { coefficients.count }

    /// Each row's weighted sum and the intercept.
    ///
    /// O(rows × columns).
    public func predict(_ x: Matrix) throws -> [Double] {
        try checkColumns(of: x)
        return x.times(coefficients).map { $0 + intercept }
    }
}
