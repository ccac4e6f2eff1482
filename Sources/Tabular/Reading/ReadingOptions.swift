import Learning

/// The form of a CSV file, and the kinds of its columns.
///
/// ```swift
/// let table = try Table(
///     csv: "Export.csv",
///     options: ReadingOptions(separator: ";", decimal: .comma, missing: ["?"], types: ["zip": .category]))
/// ```
public struct ReadingOptions: Sendable, Equatable {
    /// The mark between the whole part and the fraction of a number.
    public enum DecimalMark: String, Sendable, Codable, CaseIterable {
        /// `1.5`
        case point = "."
        /// `1,5`
        case comma = ","
    }

    /// The texts that mark a missing cell by default, besides the empty text: those of `pandas.read_csv`.
    public static let standardMissing = [
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
        "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    ]

    /// The character between the cells of a row: any ASCII character except letters, digits, quotes, signs, the decimal
    /// mark and control characters other than tab.
    public var separator: Character

    /// The decimal mark of numbers.
    ///
    /// Numbers have no marks between thousands.
    public var decimal: DecimalMark

    /// Whether the texts ``standardMissing`` mark a missing cell, as `keep_default_na` of `pandas.read_csv`.
    ///
    /// If not, only ``missing`` and blank cells do, and a number must not be written as `nan`.
    public var usesStandardMissing: Bool

    /// Texts that mark a missing cell, in addition to ``standardMissing`` if these do.
    ///
    /// Blanks around a cell are ignored. A text that is a number marks all cells that equal it: `-999` also marks
    /// `-999.0`.
    public var missing: [String]

    /// The kinds of columns by name, in place of those that the cells determine.
    ///
    /// A column of categories keeps the spelling of numbers, but for blanks around them: `01` and `1` are two categories.
    public var types: [String: ColumnKind]

    /// The names of columns that are not part of the table.
    public var ignore: [String]

    /// The kinds that a model expects of columns.
    ///
    /// Unlike ``types``, they may name columns that the file does not have.
    package var expectedTypes: [String: ColumnKind] = [:]

    /// Whether a column of parts is read as text if a sample of it has an integer that a double does not hold exactly, and
    /// such an integer elsewhere is an error.
    ///
    /// If not, and in columns whose kind is given as numbers, such integers are rounded.
    package var keepsIntegers = false

    /// Whether a table keeps the contents of a pipe, for ``Table/texts(of:)``.
    package var keepsSource = false

    /// Creates options, by default those for a file according to RFC 4180.
    ///
    /// - Parameters:
    ///   - separator: The character between the cells of a row.
    ///   - decimal: The decimal mark, which must differ from the separator.
    ///   - missing: Texts that mark a missing cell, in addition to ``standardMissing`` if these do.
    ///   - usesStandardMissing: Whether the texts ``standardMissing`` mark a missing cell.
    ///   - types: The kinds of columns by name; those of other columns are determined by their cells.
    ///   - ignore: The names of columns that are not part of the table.
    public init(
        separator: Character = ",", decimal: DecimalMark = .point, missing: [String] = [],
        usesStandardMissing: Bool = true, types: [String: ColumnKind] = [:], ignore: [String] = []
    ) {
        self.separator = separator
        self.decimal = decimal
        self.missing = missing
        self.usesStandardMissing = usesStandardMissing
        self.types = types
        self.ignore = ignore
    }
}
