import LinearAlgebra

/// What ``Ridge`` learned.
public struct FittedRidge: FittedRegressor, Equatable {
    /// The weight of each column.
    public let coefficients: [Double]

    /// What is added to each row's weighted sum; 0 if there is no intercept.
    public let intercept: Double

    /// The number of columns it was fitted to.
    public var featureCount: Int { coefficients.count }

    /// Does nothing: any weights are a model.
    public func validate() {}

    /// Each row's weighted sum and the intercept.
    ///
    /// O(rows × columns).
    ///
    /// - Throws: ``LearningError/columnCounts(expected:found:)``; ``LearningError/overflow(step:row:rows:)`` for a row whose
    ///   value exceeds a double.
    public func predict(_ x: Matrix) throws -> [Double] {
        try checkColumns(of: x)
        return try predictions(x.times(coefficients)).values ?? []
    }

    /// What the rows' products with the coefficients come to.
    func predictions(_ products: [Double]) throws -> Predictions {
        var predictions = Predictions()
        predictions.values = products.map { $0 + intercept }
        try predictions.checkFinite(from: Ridge.kind)
        return predictions
    }
}
