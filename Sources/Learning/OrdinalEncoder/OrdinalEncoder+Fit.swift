import LinearAlgebra

extension OrdinalEncoder {
    /// Collects the categories of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the code of unknown categories or missing cells is that of
    ///   a category.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedOrdinalEncoder {
        try model(of: x.columns.lazy.map { LearnedCategories(of: $0) }, rows: x.rowCount, in: context)
    }

    /// Assigns codes to the categories of each column.
    func model(
        of columns: some Sequence<LearnedCategories>, rows: Int, in context: FitContext
    ) throws -> FittedOrdinalEncoder {
        let grouping = CategoryGrouping(minFrequency: minFrequency, maxCategories: maxCategories)
        let columns = try columns.enumerated().map { index, categories in
            try context.checkCancellation()
            let counts = Array(categories.counts.prefix(categories.valueCount))
            let infrequent = grouping.isEnabled ? grouping.infrequent(among: counts, rows: rows) : []
            let column = FittedOrdinalEncoder.Column(categories, infrequent: infrequent)
            // The code of infrequent categories may be given to unknown ones, as in scikit-learn.
            let codes = 0..<(column.infrequentCode.map(Int.init) ?? column.codeCount)
            if handleUnknown == .useEncodedValue, let unknownValue, codes.contains(unknownValue) {
                throw taken(index, "unknown_value", unknownValue)
            }
            if categories.hasMissing, let encodedMissingValue, codes.contains(encodedMissingValue) {
                throw taken(index, "encoded_missing_value", encodedMissingValue)
            }
            return column
        }
        return FittedOrdinalEncoder(
            columns: columns, handleUnknown: handleUnknown, unknownValue: unknownValue,
            encodedMissingValue: encodedMissingValue)
    }

    private func taken(_ column: Int, _ parameter: String, _ value: Int) -> LearningError {
        .fitFailed(
            step: Self.kind,
            reason:
                "\(parameter) is \(value), which is the code of a category of column \(column) (counted from 0)"
        )
    }
}

extension OrdinalEncoder: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Collects the categories of each column, with the same result as a fit to the rows.
    ///
    /// - Complexity: O(categories); O(rows) for a column of numbers.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedOrdinalEncoder? {
        try model(
            of: summary.columns.lazy.map { LearnedCategories(of: $0) }, rows: summary.rowCount, in: context)
    }
}
