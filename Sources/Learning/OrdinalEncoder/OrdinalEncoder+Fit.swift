import LinearAlgebra

extension OrdinalEncoder {
    /// Collects the categories of each column.
    ///
    /// - Complexity: O(rows × columns), besides sorting numbers.
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the code of unknown categories or missing cells is that of
    ///   a category.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedOrdinalEncoder {
        let grouping = CategoryGrouping(minFrequency: minFrequency, maxCategories: maxCategories)
        let columns = try x.columns.enumerated().map { index, cells in
            try context.checkCancellation()
            let categories = LearnedCategories(of: cells)
            let counts = Array(categories.counts.prefix(categories.valueCount))
            let infrequent = grouping.isEnabled ? grouping.infrequent(among: counts, rows: x.rowCount) : []
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
