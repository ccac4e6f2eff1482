/// What rows of features contain besides finite numbers, and what a step accepts.
public struct FeatureContent: OptionSet, Sendable, Hashable {
    /// One bit for each kind of content.
    public let rawValue: UInt8

    /// The kinds of content whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Missing cells.
    public static let missing = FeatureContent(rawValue: 1)

    /// Columns of categories or dates.
    public static let otherKinds = FeatureContent(rawValue: 2)

    /// Columns of 0 and 1 that are stored as codes: ``EncodedRows``.
    ///
    /// Every step accepts them. One that does not read the codes, as an ``EncodedRowsEstimator`` does, reads them as
    /// numbers.
    public static let indicators = FeatureContent(rawValue: 4)

    /// Finite numbers only.
    public static let numbers: FeatureContent = []

    /// Numbers, of which some are missing.
    public static let missingNumbers: FeatureContent = [.missing]

    /// Columns of any kind, with missing cells.
    public static let columns: FeatureContent = [.missing, .otherKinds]
}

extension Features {
    /// What the features contain besides finite numbers.
    ///
    /// - Complexity: O(rows × columns).
    public var content: FeatureContent {
        switch self {
        case .matrix(let matrix): return matrix.firstNonFinite == nil ? .numbers : .missing
        case .encoded(let encoded):
            return encoded.dense.firstNonFinite == nil ? .indicators : [.missing, .indicators]
        case .table(let table):
            let hasMissing = table.columns.contains { $0.firstMissing != nil }
            return hasMissing ? [.missing, .otherKinds] : .otherKinds
        }
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
