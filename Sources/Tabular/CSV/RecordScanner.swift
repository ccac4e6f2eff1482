import CVectorLoops

/// Finds the ends of the fields of complete records in a range of bytes (RFC 4180).
///
/// Records without quotes are scanned 64 bytes at a time. Other records, and those with a wrong number of fields,
/// are scanned by ``scanRecord()`` byte by byte, which is the only method that throws errors. The scanner does not
/// check the contents of unquoted values: a lone carriage return is detected when values are decoded.
struct RecordScanner {
    /// The bytes, of which those up to ``limit`` are read.
    let bytes: UnsafePointer<UInt8>

    /// The index after the last byte.
    let limit: Int

    /// Whether the bytes are the last of the file, so that an open quote is an error.
    let isAtEnd: Bool

    /// The byte between the fields of a record.
    let separator: UInt8

    /// The required number of fields of a record, or nil for any number.
    let columns: Int?

    /// Converts an index to a line and a column.
    let place: CellLocator

    /// The index of the separator after each field; the first entry is the index before the first field.
    let ends: UnsafeMutablePointer<Int32>

    /// The index of the first record that is not complete.
    private(set) var next: Int

    /// The number of fields found.
    private(set) var fields = 0

    /// The number of complete records found.
    private(set) var records = 0

    /// The number of newlines inside quoted values of these records.
    private(set) var embeddedNewlines = 0

    /// Whether scanning stopped at a blank line.
    private(set) var isAtBlankLine = false

    /// Creates a scanner; `ends` must have capacity for one entry more than there are bytes.
    init(
        bytes: UnsafePointer<UInt8>, range: Range<Int>, isAtEnd: Bool, separator: UInt8, columns: Int?,
        place: CellLocator, ends: UnsafeMutablePointer<Int32>
    ) {
        self.bytes = bytes
        self.limit = range.upperBound
        self.isAtEnd = isAtEnd
        self.separator = separator
        self.columns = columns
        self.place = place
        self.ends = ends
        next = range.lowerBound
        ends[0] = Int32(next - 1)
    }

    /// Scans all complete records before the limit or a blank line.
    mutating func scanAll() throws {
        while next < limit {
            scanPlainRecords()
            guard next < limit, try scanRecord() else { return }
        }
    }

    /// Scans records while they have no quotes and the right number of fields.
    private mutating func scanPlainRecords() {
        guard let columns else { return }
        var found = 0
        next = trellis_scan_records(bytes, next, limit, separator, columns, ends + fields + 1, &found)
        records += found
        fields += found * columns
    }

    /// Scans one record; returns false if the record is incomplete or the line is blank.
    mutating func scanRecord() throws -> Bool {
        var position = next
        var fields = fields
        var newlines = 0
        while true {
            let start = position
            if position < limit && bytes[position] == ASCII.quote {
                guard let end = try endOfQuoted(start, field: fields - self.fields, &newlines) else {
                    return false
                }
                position = end
            } else {
                while position < limit && bytes[position] != separator && bytes[position] != ASCII.newline {
                    if bytes[position] == ASCII.quote {
                        throw TabularError.quoteInsideValue(at: place(position, field: fields - self.fields))
                    }
                    position += 1
                }
                if position == limit { return false }
            }
            fields += 1
            ends[fields] = Int32(truncatingIfNeeded: position)
            if bytes[position] == ASCII.newline { break }
            position += 1
        }
        if isBlank(next..<position) {
            isAtBlankLine = true
            return false
        }
        let found = fields - self.fields
        if let columns, found != columns {
            throw TabularError.raggedRow(
                at: place(next, field: min(found, columns)), found: found, expected: columns)
        }
        self.fields = fields
        next = position + 1
        records += 1
        embeddedNewlines += newlines
        return true
    }

    /// The index of the separator after a quoted value, or nil if the value is incomplete.
    private func endOfQuoted(_ start: Int, field: Int, _ newlines: inout Int) throws -> Int? {
        var position = start + 1
        while true {
            while position < limit && bytes[position] != ASCII.quote {
                if bytes[position] == ASCII.newline { newlines += 1 }
                position += 1
            }
            if position == limit {
                if isAtEnd { throw TabularError.unterminatedQuote(at: place(start, field: field)) }
                return nil
            }
            position += 1
            if position < limit && bytes[position] == ASCII.quote {
                position += 1
                continue
            }
            break
        }
        let closed = position
        if position < limit && bytes[position] == ASCII.carriageReturn { position += 1 }
        if position == limit { return nil }
        if bytes[position] == ASCII.newline || (position == closed && bytes[position] == separator) {
            return position
        }
        let rest = UnsafeBufferPointer(start: bytes + closed, count: limit - closed)
        let found = rest.prefix { $0 != separator && $0 != ASCII.newline && $0 != ASCII.carriageReturn }
        if found.count == rest.count { return nil }
        throw found.isEmpty
            ? TabularError.loneCarriageReturn(at: place(closed, field: field))
            : TabularError.textAfterQuote(at: place(closed, field: field), found: Excerpt.of(found))
    }

    /// Whether a line is empty except for the carriage return of a CRLF.
    private func isBlank(_ line: Range<Int>) -> Bool {
        line.isEmpty || (line.count == 1 && bytes[line.lowerBound] == ASCII.carriageReturn)
    }
}
