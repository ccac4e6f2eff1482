import LinearAlgebra

extension PolynomialFeatures {
    /// Counts the products.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if there are no products, or more than 16 million.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedPolynomialFeatures
    {
        let count = PolynomialTerms.count(
            columns: x.columns, degree: degree, interactionOnly: interactionOnly, includeBias: includeBias)
        guard let count else {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason:
                    "\(x.columns) columns have more than \(PolynomialTerms.largestCount) products up to degree "
                    + "\(degree); reduce degree")
        }
        guard count > 0 else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "with degree 0 and without include_bias, there are no outputs")
        }
        return FittedPolynomialFeatures(
            featureCount: x.columns, degree: degree, interactionOnly: interactionOnly,
            includeBias: includeBias, outputCount: count)
    }
}
