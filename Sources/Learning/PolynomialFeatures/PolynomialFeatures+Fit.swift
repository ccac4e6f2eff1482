import LinearAlgebra

extension PolynomialFeatures {
    /// Counts the products.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if there are no products, or more than 16 million.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedPolynomialFeatures
    {
        FittedPolynomialFeatures(
            featureCount: x.columns, degree: degree, interactionOnly: interactionOnly,
            includeBias: includeBias, outputCount: try outputCount(columns: x.columns))
    }

    /// Throws if there are no products of the columns, or too many.
    public func validate(for shape: FitShape) throws {
        // More columns have more products.
        _ = try outputCount(columns: shape.columns ?? 1)
    }

    private func outputCount(columns: Int) throws -> Int {
        let count = PolynomialTerms.count(
            columns: columns, degree: degree, interactionOnly: interactionOnly, includeBias: includeBias)
        guard let count else {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason:
                    "\(columns) columns have more than \(PolynomialTerms.largestCount) products up to degree "
                    + "\(degree); reduce degree")
        }
        guard count > 0 else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "with degree 0 and without include_bias, there are no outputs")
        }
        return count
    }
}
