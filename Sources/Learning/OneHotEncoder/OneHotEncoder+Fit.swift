import LinearAlgebra

extension OneHotEncoder {
    /// Collects the categories of each column.
    ///
    /// - Complexity: O(rows × columns).
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedOneHotEncoder {
        try model(of: x.columns.lazy.map { LearnedCategories(of: $0) }, rows: x.rowCount, in: context)
    }

    /// Assigns output columns to the categories of each column.
    func model(
        of columns: some Sequence<LearnedCategories>, rows: Int, in context: FitContext
    ) throws -> FittedOneHotEncoder {
        let grouping = CategoryGrouping(minFrequency: minFrequency, maxCategories: maxCategories)
        let columns = try columns.map { categories in
            try context.checkCancellation()
            let infrequent =
                grouping.isEnabled ? grouping.infrequent(among: categories.counts, rows: rows) : []
            return FittedOneHotEncoder.Column(
                categories, infrequent: infrequent, drop: drop, handleUnknown: handleUnknown)
        }
        guard columns.contains(where: { $0.width > 0 }) else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "every category is dropped, so that no column is left")
        }
        return FittedOneHotEncoder(columns: columns, handleUnknown: handleUnknown)
    }
}

extension OneHotEncoder: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Collects the categories of each column, with the same result as a fit to the rows.
    ///
    /// - Complexity: O(categories); O(rows) for a column of numbers.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedOneHotEncoder? {
        try model(
            of: summary.columns.lazy.map { LearnedCategories(of: $0) }, rows: summary.rowCount, in: context)
    }
}
