extension Passthrough: TotalsEstimator {
    /// Nil: the number of columns suffices.
    package func obstacle(toTotalsOf kind: ColumnKind) -> String? { nil }

    /// Stores the number of columns.
    package func fit(_ totals: ColumnTotals, in context: FitContext) -> FittedPassthrough {
        FittedPassthrough(featureCount: totals.columns.count)
    }
}
