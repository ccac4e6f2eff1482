/// A named column of a table with integers, reals or text; cells may be missing.
public struct Column: Sendable {
    /// The cells of a column, in the narrowest type that represents all of them.
    public enum Values: Sendable, Equatable {
        /// Every cell is a 32-bit integer without a decimal point or an exponent. Missing cells are 0.
        case integer([Int32])

        /// Every cell is a number. Missing cells, and cells with the text `nan`, are NaN.
        case real([Double])

        /// At least one cell is not a number, so all cells are text.
        case text(Categories)
    }

    /// The name in the header.
    public let name: String

    /// The cells from top to bottom.
    public let values: Values

    /// The rows whose cells are empty or blank.
    public let missing: MissingCells

    /// The first cells that are unsuitable as features, targets or groups.
    let irregularities: Irregularities

    /// The number of rows.
    public var count: Int {
        switch values {
        case .integer(let values): values.count
        case .real(let values): values.count
        case .text(let categories): categories.codes.count
        }
    }

    /// The cell of a row as text, or nil if it is missing.
    ///
    /// Numbers are formatted by Swift, which may differ from their text in the file.
    public subscript(row: Int) -> String? {
        if missing.contains(row) { return nil }
        return switch values {
        case .integer(let values): String(values[row])
        case .real(let values): values[row].description
        case .text(let categories): categories[Int(categories.codes[row])]
        }
    }
}
