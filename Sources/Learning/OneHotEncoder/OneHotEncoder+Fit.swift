import LinearAlgebra

extension OneHotEncoder {
    /// Collects the categories of each column.
    ///
    /// - Complexity: O(rows × columns), besides sorting numbers.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedOneHotEncoder {
        let grouping = CategoryGrouping(minFrequency: minFrequency, maxCategories: maxCategories)
        let columns = try x.columns.map { column in
            try context.checkCancellation()
            let categories = LearnedCategories(of: column)
            let infrequent =
                grouping.isEnabled ? grouping.infrequent(among: categories.counts, rows: x.rowCount) : []
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
