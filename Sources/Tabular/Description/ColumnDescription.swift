import Learning

/// A description of a column.
public struct ColumnDescription: Sendable, Equatable, Codable {
    /// The name of the column.
    public let name: String

    /// The kind of the column as a feature.
    public let kind: ColumnKind

    /// The number of missing cells.
    public let missing: Int

    /// The number of distinct values, not counting missing cells.
    public let distinct: Int

    /// The distribution of the numbers; nil for other kinds, and if there is no finite number.
    public let numbers: NumberSummary?

    /// The commonest categories, the commonest first; nil for other kinds.
    public let categories: [CategoryCount]?

    /// The first and the last date; nil for other kinds, and if there is no date.
    public let dates: DateRange?
}

/// A category and the number of its rows.
public struct CategoryCount: Sendable, Equatable, Codable {
    /// The text of the category.
    public let name: String

    /// The number of rows.
    public let count: Int
}

/// The first and the last date of a column, as they are written in the file.
public struct DateRange: Sendable, Equatable, Codable {
    /// The earliest date.
    public let first: String

    /// The latest date.
    public let last: String
}
