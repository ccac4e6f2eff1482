import Learning

/// A named column of a table with integers, reals or text; cells may be missing.
public struct Column: Sendable {
    /// The cells of a column, in the narrowest type that represents all of them.
    public enum Values: Sendable, Equatable {
        /// Every cell is a 32-bit integer without a decimal point or an exponent. Missing cells are 0.
        case integer([Int32])

        /// Every cell is a number. Missing cells are NaN.
        case real([Double])

        /// At least one cell is not a number, so all cells are text.
        case text(Categories)
    }

    /// The name in the header.
    public let name: String

    /// The cells from top to bottom.
    public let values: Values

    /// The rows whose cells are missing.
    public let missing: MissingCells

    /// The first cells that are unsuitable as features, targets or groups.
    let irregularities: Irregularities

    /// Whether reals are all integers below 2⁵³ in magnitude, which are written without a decimal point.
    package let areLongIntegers: Bool

    /// The kind that was given for the column when it was read.
    let declaredKind: ColumnKind?

    /// The kind of the column as a feature: the kind given by ``ReadingOptions/types``; or numbers if all cells are
    /// numbers, dates if all are, and otherwise categories.
    public var kind: ColumnKind {
        if let declaredKind { return declaredKind }
        guard case .text(let categories) = values else { return .number }
        return categories.count > 0 && irregularities.notDate == nil ? .date : .category
    }

    init(
        name: String, values: Values, missing: MissingCells, irregularities: Irregularities,
        declaredKind: ColumnKind? = nil, areLongIntegers: Bool = false
    ) {
        self.name = name
        self.values = values
        self.missing = missing
        self.irregularities = irregularities
        self.declaredKind = declaredKind
        self.areLongIntegers = areLongIntegers
    }

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
    /// Numbers are formatted by Swift, which may differ from their text in the file; those of a column of integers below 2⁵³
    /// in magnitude have no decimal point.
    public subscript(row: Int) -> String? {
        if missing.contains(row) { return nil }
        return switch values {
        case .integer(let values): String(values[row])
        case .real(let values):
            areLongIntegers ? String(Int(values[row])) : values[row].description
        case .text(let categories): categories[Int(categories.codes[row])]
        }
    }
}
