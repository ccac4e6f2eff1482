/// What rows of features contain, and what a step accepts, from the most special to the most general.
public enum FeatureContent: Int, Sendable, Comparable {
    /// Finite numbers.
    case numbers

    /// Numbers, of which some are missing.
    case missingNumbers

    /// Columns of any kind, with missing cells.
    case columns

    /// Compares the generality.
    public static func < (left: FeatureContent, right: FeatureContent) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Features {
    /// The most special description of the features.
    ///
    /// - Complexity: O(rows × columns).
    public var content: FeatureContent {
        guard case .matrix(let matrix) = self else { return .columns }
        return matrix.firstNonFinite == nil ? .numbers : .missingNumbers
    }
}

extension LearningError {
    /// The error of a step that needs numbers for the first column of another kind.
    static func unsupportedColumn(of table: FeatureTable, in step: String) -> LearningError {
        let column = table.columns.firstIndex { $0.kind != .number } ?? 0
        return .unsupportedColumn(
            step: step, column: column, kind: table.columns.isEmpty ? .number : table.columns[column].kind)
    }
}
