/// A property of a table that is likely to be a mistake.
public struct TableWarning: Sendable, Equatable, Codable {
    /// The kind of a warning.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// All cells of a column are missing.
        case empty
        /// All cells of a column are equal.
        case constant
        /// A column has distinct texts or consecutive integers in nearly every row.
        case identifier
        /// A column nearly determines the target, so that it may be known only together with the target.
        case leak
        /// Rows equal earlier rows.
        case duplicateRows = "duplicate-rows"
        /// A few texts among numbers make a column text.
        case textAmongNumbers = "text-among-numbers"
        /// A column has very many categories.
        case manyCategories = "many-categories"
        /// A column has infinite numbers, which cannot be features.
        case infinite
    }

    /// The kind.
    public let kind: Kind

    /// The name of the column; nil for a warning about rows.
    public let column: String?

    /// The warning in words.
    public let message: String

    /// Creates a warning about a column; the message continues its name.
    init(_ kind: Kind, _ column: String, _ predicate: String) {
        self.kind = kind
        self.column = column
        message = "'\(column)' \(predicate)"
    }

    private init(_ kind: Kind, message: String) {
        self.kind = kind
        column = nil
        self.message = message
    }

    static func leak(_ association: Association, target: String) -> TableWarning {
        TableWarning(
            .leak, association.column,
            "nearly determines the target '\(target)'; check that it is known before the target is")
    }

    static func duplicateRows(_ count: Int, of rows: Int) -> TableWarning {
        TableWarning(
            .duplicateRows,
            message: count == 1
                ? "1 of \(rows) rows equals an earlier row" : "\(count) of \(rows) rows equal an earlier row")
    }
}
