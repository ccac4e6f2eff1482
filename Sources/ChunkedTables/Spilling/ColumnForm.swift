/// How the cells of a column are written, which depends on all of them.
struct ColumnForm: Sendable, Hashable {
    /// Whether all numbers are integers.
    var areIntegers = true

    /// Whether all numbers are integers of 32 bits, which are written without a decimal point.
    var areShort = true

    /// Whether all dates are at midnight, and written as days.
    var areDays = true

    /// Takes account of cells.
    mutating func add(_ column: TableChunk.Column, rows: Range<Int>) {
        switch column.kind {
        case .text: return
        case .date: areDays = areDays && column.numbers[rows].allSatisfy { DateText.isDay($0) }
        case .number, .flag:
            areIntegers = areIntegers && column.areIntegers
            areShort =
                areShort && areIntegers
                && column.numbers[rows].allSatisfy { $0.isNaN || Int32(exactly: $0) != nil }
        }
    }

    /// Takes account of the cells of another form.
    mutating func add(_ other: ColumnForm) {
        areIntegers = areIntegers && other.areIntegers
        areShort = areShort && other.areShort
        areDays = areDays && other.areDays
    }
}
