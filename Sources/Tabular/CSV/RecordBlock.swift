/// A sequence of complete records in memory, with the ends of their fields.
///
/// A block is valid only during the call to the closure that receives it.
struct RecordBlock {
    /// The bytes; eight bytes before the first record are readable, too.
    let bytes: UnsafePointer<UInt8>

    /// The ends of the fields, as in ``RecordScanner/ends``.
    let ends: UnsafePointer<Int32>

    /// The number of records.
    let rows: Int

    /// The number of fields of each record.
    let columns: Int

    /// Converts an index to a line and a column.
    let place: CellLocator

    /// The total number of bytes of the records.
    var byteCount: Int { Int(ends[rows * columns]) - Int(ends[0]) }

    /// The bytes of a field in the file, including quotes but not the line ending.
    @inline(__always)
    func field(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
        let index = row &* columns &+ column
        let start = Int(ends[index]) &+ 1
        var end = Int(ends[index &+ 1])
        if column == columns &- 1 && end > start && bytes[end &- 1] == ASCII.carriageReturn { end &-= 1 }
        return UnsafeBufferPointer(start: bytes + start, count: end &- start)
    }

    /// The position of a field.
    func position(row: Int, column: Int) -> CellPosition {
        place(Int(ends[row * columns + column]) + 1, field: column)
    }

    /// The content of a field without the quotes around it; quotes inside it are still doubled.
    @inline(__always)
    static func content(of field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard field.count >= 2 && field[0] == ASCII.quote else { return field }
        return UnsafeBufferPointer(rebasing: field[1..<field.count - 1])
    }

    /// Whether a field has quotes around it.
    static func isQuoted(_ field: UnsafeBufferPointer<UInt8>) -> Bool { field.first == ASCII.quote }

    /// Calls `body` with the unquoted text of a field; copies the text only if it contains doubled quotes.
    @inline(__always)
    static func withText<R>(
        of field: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R {
        let content = content(of: field)
        guard isQuoted(field) && content.contains(ASCII.quote) else { return try body(content) }
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            text.append(content[index])
            index += content[index] == ASCII.quote ? 2 : 1
        }
        return try text.withUnsafeBufferPointer(body)
    }
}
