/// The first cells of a column that one use or another of it cannot take, noted while the file is read.
///
/// Once a table is in memory it no longer knows on which line a row stood.
struct Irregularities: Sendable, Equatable {
    /// A cell as the file has it, and where.
    struct Cell: Sendable, Equatable {
        let position: CellPosition
        let found: String
    }

    /// The first cell that is empty or blank.
    var missing: Cell?

    /// The first cell that is not a number.
    var text: Cell?

    /// The first cell that spells NaN or an infinity, or a number too large for a double.
    var notFinite: Cell?

    /// The first finite number that is not whole, or too large for a double to tell it from its neighbours.
    var fraction: Cell?

    /// Whether some integer is written otherwise than it is printed: `001`, `+1`, `-0`.
    var hasPaddedIntegers = false

    /// Whether that cell's number is infinite because it is too large, rather than so spelled.
    static func isTooLarge(_ cell: Cell) -> Bool { cell.found.utf8.contains { $0 &- ASCII.zero <= 9 } }
}
