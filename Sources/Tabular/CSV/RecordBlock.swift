/// A run of complete records in memory, and where each of their fields ends.
///
/// It is valid only while the reader that made it lends it.
struct RecordBlock {
    /// The bytes, of which eight before the first record may be loaded too.
    let bytes: UnsafePointer<UInt8>

    /// As ``RecordScanner/ends``.
    let ends: UnsafePointer<Int32>

    /// The number of records.
    let rows: Int

    /// The number of fields in each.
    let columns: Int

    /// Turns an index into the file's line and the column's name.
    let place: CellLocator

    /// The number of bytes of all records.
    var byteCount: Int { Int(ends[rows * columns]) - Int(ends[0]) }

    /// A field as it stands in the file, quotes included, without the line's end.
    @inline(__always)
    func field(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
        let index = row &* columns &+ column
        let start = Int(ends[index]) &+ 1
        var end = Int(ends[index &+ 1])
        if column == columns &- 1 && end > start && bytes[end &- 1] == ASCII.carriageReturn { end &-= 1 }
        return UnsafeBufferPointer(start: bytes + start, count: end &- start)
    }

    /// Where a field stands.
    func position(row: Int, column: Int) -> CellPosition {
        place(Int(ends[row * columns + column]) + 1, field: column)
    }

    /// What a field says: without the quotes around it, though quotes inside it are still doubled.
    @inline(__always)
    static func content(of field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard field.count >= 2 && field[0] == ASCII.quote else { return field }
        return UnsafeBufferPointer(rebasing: field[1..<field.count - 1])
    }

    /// Whether a field, as it stands in the file, has quotes around it.
    static func isQuoted(_ field: UnsafeBufferPointer<UInt8>) -> Bool { field.first == ASCII.quote }

    /// The bytes of a field's text, handed to `body`: as they stand in the file if they can be.
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
