extension LearnedCategories {
    /// Collects the categories with a row.
    ///
    /// - Complexity: O(categories).
    init(of categories: CategoryCounts) {
        let present = categories.counts.indices.filter { categories.counts[$0] > 0 }
        self.init(
            .names(present.map { categories.names[$0] }), counts: present.map { categories.counts[$0] },
            missingCount: categories.missingCount)
    }

    /// Collects the categories of each column.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for a column of numbers or dates.
    static func ofColumns(_ totals: ColumnTotals, step: String) throws -> [LearnedCategories] {
        try totals.columns.enumerated().map { index, column in
            guard case .categories(let categories) = column else {
                throw LearningError.fitFailed(
                    step: step,
                    reason: "column \(index) (counted from 0): \(obstacle(toTotalsOf: column.kind))")
            }
            return LearnedCategories(of: categories)
        }
    }

    /// Why categories of numbers or dates cannot be collected from totals.
    static func obstacle(toTotalsOf kind: ColumnKind) -> String {
        "each of the \(kind.words) of a column is a category; read the column as categories, of which there are few"
    }
}
