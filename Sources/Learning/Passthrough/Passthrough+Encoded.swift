import LinearAlgebra

extension Passthrough: EncodedRowsTransformer {
    /// Stores the number of columns.
    ///
    /// - Complexity: O(1).
    package func fit(
        checked x: EncodedRows, _ target: Target, in context: FitContext
    ) throws -> FittedPassthrough { FittedPassthrough(featureCount: x.columns) }
}

extension FittedPassthrough: FittedEncodedRowsTransformer {
    /// Returns the rows unchanged, without copying.
    package func transform(_ x: EncodedRows) throws -> EncodedRows {
        try checkColumns(of: x)
        return x
    }
}
