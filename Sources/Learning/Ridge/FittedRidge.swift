import LinearAlgebra

/// A fitted ``Ridge``.
public struct FittedRidge: FittedRegressor, Equatable {
    /// The weight of each column.
    public let coefficients: [Double]

    /// The intercept; 0 if none is fitted.
    public let intercept: Double

    /// The number of columns in the training data.
    public var featureCount: Int { coefficients.count }

    /// Does nothing: any weights are a valid model.
    public func validate() {}

    /// Returns each row's weighted sum plus the intercept.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/columnCounts(expected:found:)``; ``LearningError/overflow(step:row:rows:)`` if the
    ///   value of a row exceeds a double.
    public func predict(_ x: Matrix) throws -> [Double] {
        try checkColumns(of: x)
        return try predictions(x.times(coefficients)).values ?? []
    }

    /// Returns the predictions from the products of the rows with the coefficients.
    func predictions(_ products: [Double]) throws -> Predictions {
        var predictions = Predictions()
        predictions.values = products.map { $0 + intercept }
        try predictions.checkFinite(from: Ridge.kind)
        return predictions
    }
}
