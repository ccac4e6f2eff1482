extension DatetimeEncoder: TotalsEstimator {
    /// Nil: the parts depend on whether dates have times.
    package func obstacle(toTotalsOf kind: ColumnKind) -> String? { nil }

    /// Determines the parts of each column.
    ///
    /// - Complexity: O(columns).
    package func fit(_ totals: ColumnTotals, in context: FitContext) throws -> FittedDatetimeEncoder {
        try model(
            hasTimes: totals.columns.enumerated().map { index, column in
                guard case .dates(let totals) = column else {
                    throw LearningError.columnKind(column: index, found: column.kind, expected: .date)
                }
                return totals.hasTimes
            })
    }
}
