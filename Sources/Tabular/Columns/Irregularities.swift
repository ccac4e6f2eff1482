/// The first cells of a column that are unsuitable for some use of it, recorded while the file is read.
///
/// The positions are recorded because a table in memory no longer has the line numbers of its rows.
struct Irregularities: Sendable, Equatable {
    /// The text of a cell in the file, and its position.
    struct Cell: Sendable, Equatable {
        let position: CellPosition
        let row: Int
        let found: String
    }

    /// The first cell that is missing.
    var missing: Cell?

    /// The first cell that is not a number.
    var text: Cell?

    /// The first text that is not a date; recorded only for columns of text.
    var notDate: Cell?

    /// The first cell that is an infinity or a number too large for a double.
    var notFinite: Cell?

    /// The first finite number that is not whole, or too large for a double to represent uniquely.
    var fraction: Cell?

    /// Whether the text of an integer differs from its usual form: `001`, `+1`, `-0`.
    var hasPaddedIntegers = false

    /// Whether a cell is infinite because its number is too large, rather than because it says so.
    static func isTooLarge(_ cell: Cell) -> Bool { cell.found.utf8.contains { $0 &- ASCII.zero <= 9 } }
}
