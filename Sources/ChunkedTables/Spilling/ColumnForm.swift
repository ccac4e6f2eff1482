internal import Tabular

/// How the cells of a column are written, which depends on all of them.
struct ColumnForm: Sendable, Hashable {
    /// Whether all numbers are integers.
    var areIntegers = true

    /// Whether all numbers are integers below 2⁵³ in magnitude, which are written without a decimal point.
    var areExact = true

    /// Whether all dates are at midnight, and written as days.
    var areDays = true

    /// Takes account of cells.
    mutating func add(_ column: TableChunk.Column, rows: Range<Int>) {
        switch column.kind {
        case .text: return
        case .date: areDays = areDays && column.numbers[rows].allSatisfy { DateText.isDay($0) }
        case .number, .flag:
            areIntegers = areIntegers && column.areIntegers
            areExact =
                areExact && areIntegers && column.numbers[rows].allSatisfy { $0.isNaN || $0.isWhole }
        }
    }

    /// Takes account of the cells of another form.
    mutating func add(_ other: ColumnForm) {
        areIntegers = areIntegers && other.areIntegers
        areExact = areExact && other.areExact
        areDays = areDays && other.areDays
    }
}
