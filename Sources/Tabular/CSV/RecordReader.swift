import Files
import Learning

/// Reads the header and the records of a file in blocks, in constant memory.
struct RecordReader {
    private var source: any ByteSource
    private let file: String
    private let format: CellFormat
    private let limits: ReadingLimits
    private var buffer: ReadBuffer
    private var ends: [Int32] = []

    /// The line on which the next record begins.
    private var line: Int

    /// Creates a reader of a source that begins on the given line of the file.
    init(
        _ source: any ByteSource, file: String, format: CellFormat, limits: ReadingLimits, firstLine: Int = 1
    ) {
        line = firstLine
        self.source = source
        self.file = file
        self.format = format
        self.limits = limits
        buffer = ReadBuffer(chunkSize: limits.chunkSize)
    }

    /// The size of the file in bytes, or an estimate; 0 if it is unknown.
    var size: Int { source.size }

    /// Returns to the start of the file.
    mutating func rewind() throws {
        try source.rewind()
        buffer = ReadBuffer(chunkSize: limits.chunkSize)
        line = 1
    }

    /// Reads the header: the names of the columns, which must be unique and not empty.
    mutating func readHeader() throws -> [String] {
        try skipByteOrderMark()
        if let format = CompressedFormat(of: buffer.bytes[buffer.start..<buffer.end]) {
            throw TabularError.compressed(file: file, format: "\(format)")
        }
        var names: [String] = []
        try readBlock(columnNames: nil) { block in
            names = try (0..<block.columns).map { try Self.columnName(at: $0, in: block) }
        }
        if names.isEmpty { throw TabularError.emptyFile(file: file) }
        var positions: [ExactText: Int] = [:]
        for (position, name) in names.enumerated() {
            if let first = positions.updateValue(position, forKey: ExactText(name)) {
                throw TabularError.duplicateColumn(
                    file: file, name: name, positions: [first + 1, position + 1])
            }
        }
        return names
    }

    private static func columnName(at column: Int, in block: RecordBlock) throws -> String {
        let field = block.field(row: 0, column: column)
        // Computed only for errors, because it takes a pass over the bytes before the field.
        var position: CellPosition { block.position(row: 0, column: column) }
        if !RecordBlock.isQuoted(field) && field.contains(ASCII.carriageReturn) {
            throw TabularError.loneCarriageReturn(at: position)
        }
        if NumberParser.trimmed(RecordBlock.content(of: field)).isEmpty {
            throw TabularError.emptyColumnName(file: position.file, position: column + 1)
        }
        guard let name = RecordBlock.withText(of: field, { String(validating: $0, as: UTF8.self) }) else {
            throw TabularError.invalidUTF8(at: position)
        }
        return name
    }

    /// Skips a byte order mark (U+FEFF) at the start of the file.
    private mutating func skipByteOrderMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        // The signature of a compressed file is longer than the mark.
        while buffer.end - buffer.start < CompressedFormat.longestSignature && !buffer.isAtEnd {
            try buffer.fill(from: &source)
        }
        if buffer.bytes[buffer.start..<buffer.end].starts(with: mark) {
            buffer.discard(upTo: buffer.start + mark.count)
        }
    }

    /// Reads the next records and passes them to `body`; returns false at the end of the file.
    ///
    /// Without column names, reads one record with any number of fields. Blank lines are allowed only at the end of a
    /// file, because elsewhere a blank line could be a record of a table with one column.
    @discardableResult
    mutating func readBlock(columnNames: [String]?, _ body: (RecordBlock) throws -> Void) throws -> Bool {
        while true {
            let scanned = try scan(columnNames, body)
            buffer.discard(upTo: scanned.next)
            line = scanned.nextLine
            if scanned.isAtBlankLine {
                try skipBlankLines()
                return false
            }
            if scanned.records > 0 { return true }
            if buffer.isAtEnd { return false }
            if buffer.end - buffer.start > limits.maximumRecordSize {
                throw TabularError.recordTooLong(file: file, line: line, limit: limits.maximumRecordSize)
            }
            try buffer.fill(from: &source)
        }
    }

    /// Scans the contents of the buffer.
    private mutating func scan(
        _ columnNames: [String]?, _ body: (RecordBlock) throws -> Void
    ) throws -> (records: Int, next: Int, nextLine: Int, isAtBlankLine: Bool) {
        let (range, isAtEnd) = (buffer.start..<buffer.end, buffer.isAtEnd)
        let (file, firstLine, separator) = (file, line, format.separator)
        if ends.count < range.count + 1 { ends = [Int32](repeating: 0, count: buffer.bytes.count) }
        return try buffer.bytes.withUnsafeBufferPointer { bytes in
            try ends.withUnsafeMutableBufferPointer { ends in
                guard let bytes = bytes.baseAddress, let ends = ends.baseAddress else {
                    preconditionFailure("a read buffer is never empty")
                }
                let place = CellLocator(
                    file: file, columnNames: columnNames, bytes: bytes, start: range.lowerBound,
                    firstLine: firstLine)
                var scanner = RecordScanner(
                    bytes: bytes, range: range, isAtEnd: isAtEnd, separator: separator,
                    columns: columnNames?.count, place: place, ends: ends)
                if columnNames == nil { _ = try scanner.scanRecord() } else { try scanner.scanAll() }
                if scanner.records > 0 {
                    try body(
                        RecordBlock(
                            bytes: bytes, ends: ends, rows: scanner.records,
                            columns: columnNames?.count ?? scanner.fields, place: place))
                }
                let nextLine = firstLine + scanner.records + scanner.embeddedNewlines
                let isAtBlankLine = scanner.isAtBlankLine && scanner.records == 0
                return (scanner.records, scanner.next, nextLine, isAtBlankLine)
            }
        }
    }

    /// Skips blank lines up to the end of the file; throws an error if there is anything else.
    private mutating func skipBlankLines() throws {
        while true {
            let rest = buffer.bytes[buffer.start..<buffer.end]
            if !rest.allSatisfy({ $0 == ASCII.newline || $0 == ASCII.carriageReturn }) {
                throw TabularError.blankLine(file: file, line: line)
            }
            buffer.discard(upTo: buffer.end)
            if buffer.isAtEnd { return }
            try buffer.fill(from: &source)
        }
    }
}
