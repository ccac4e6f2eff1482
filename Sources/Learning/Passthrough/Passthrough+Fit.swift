import LinearAlgebra

extension Passthrough {
    /// Stores the number of columns.
    ///
    /// - Complexity: O(1).
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPassthrough {
        FittedPassthrough(featureCount: x.columns)
    }
}
