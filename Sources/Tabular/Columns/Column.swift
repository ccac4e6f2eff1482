/// A named column of a table: integers, reals or text, each cell present or missing.
public struct Column: Sendable {
    /// The column's cells by kind: the narrowest that holds them all.
    public enum Values: Sendable, Equatable {
        /// Every cell is an integer of 32 bits without point or exponent. A missing one is 0.
        case integer([Int32])

        /// Every cell is a number. A missing one is NaN, and so is one spelled `nan`.
        case real([Double])

        /// Some cell is not a number, so all are text.
        case text(Categories)
    }

    /// The name in the header.
    public let name: String

    /// The cells from top to bottom.
    public let values: Values

    /// The rows whose cell is empty or blank.
    public let missing: RowSet

    /// What learning may stumble over.
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
    /// A number reads as Swift prints it, not as the file has it.
    public subscript(row: Int) -> String? {
        if missing.contains(row) { return nil }
        return switch values {
        case .integer(let values): String(values[row])
        case .real(let values): values[row].description
        case .text(let categories): categories[Int(categories.codes[row])]
        }
    }
}
