import LinearAlgebra

extension Passthrough {
    /// Learns the number of columns only.
    ///
    /// O(1).
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPassthrough {
        FittedPassthrough(featureCount: x.columns)
    }
}
