extension OrdinalEncoder: TotalsEstimator {
    /// The categories of a column of numbers are all of its distinct numbers.
    package func obstacle(toTotalsOf kind: ColumnKind) -> String? {
        kind == .category ? nil : LearnedCategories.obstacle(toTotalsOf: kind)
    }

    /// Collects the categories of each column.
    ///
    /// - Complexity: O(categories).
    package func fit(_ totals: ColumnTotals, in context: FitContext) throws -> FittedOrdinalEncoder {
        try model(
            of: LearnedCategories.ofColumns(totals, step: Self.kind), rows: totals.rowCount, in: context)
    }
}
