import LinearAlgebra

extension Passthrough {
    /// Stores the number of columns.
    ///
    /// - Complexity: O(1).
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPassthrough {
        FittedPassthrough(featureCount: x.columns)
    }
}

extension Passthrough {
    /// Columns of any kind.
    public static var accepts: FeatureContent { .columns }

    /// Stores the number of columns.
    ///
    /// - Complexity: O(1).
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedPassthrough {
        FittedPassthrough(featureCount: x.columns.count)
    }
}
