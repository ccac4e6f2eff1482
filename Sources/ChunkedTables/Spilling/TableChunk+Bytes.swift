internal import Tabular

/// Rows as bytes.
///
/// The number of rows is followed by the number of bytes of each column, and by the columns. Numbers and dates are doubles.
/// Texts are the distinct ones of the rows: their number, the end of each, and their UTF-8; followed by a code for each row.
/// All machines that read them are little endian.
extension TableChunk {
    /// Returns rows as bytes.
    func bytes(of rows: Range<Int>) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(rows.count)
        let columns = columns.map { $0.bytes(of: rows) }
        for column in columns { writer.append(column.count) }
        var bytes = writer.bytes
        bytes.reserveCapacity(columns.reduce(bytes.count) { $0 + $1.count })
        for column in columns { bytes += column }
        return bytes
    }

    /// Reads rows from bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - kinds: The types of all columns.
    ///   - places: The positions of the columns to read; nil for all.
    /// - Returns: The rows; nil if the bytes are damaged.
    init?(bytes: [UInt8], kinds: [ValueKind], places: [Int]? = nil) {
        var reader = ByteReader(bytes)
        guard let rows = reader.integer(), rows >= 0 else { return nil }
        var ranges: [Range<Int>] = []
        var start = 8 * (1 + kinds.count)
        for _ in kinds {
            guard let count = reader.integer(), count >= 0, count <= bytes.count - start else { return nil }
            ranges.append(start..<start + count)
            start += count
        }
        var columns: [Column] = []
        for place in places ?? Array(kinds.indices) {
            reader.place = ranges[place].lowerBound
            guard let column = Column(kind: kinds[place], rows: rows, from: &reader),
                reader.place == ranges[place].upperBound
            else { return nil }
            columns.append(column)
        }
        self.init(rows: rows, columns: columns)
    }
}

extension TableChunk.Column {
    fileprivate func bytes(of rows: Range<Int>) -> [UInt8] {
        var writer = ByteWriter()
        guard kind == .text else {
            numbers.withUnsafeBytes {
                writer.append(UnsafeRawBufferPointer(rebasing: $0[rows.scaled(by: 8)]))
            }
            return writer.bytes
        }
        var renamed = [Int32](repeating: -1, count: texts.count)
        var (used, ends): ([UInt8], [Int32]) = ([], [])
        let own = codes[rows].map { code -> Int32 in
            guard code >= 0 else { return -1 }
            if renamed[Int(code)] < 0 {
                renamed[Int(code)] = Int32(ends.count)
                texts.withText(of: Int(code)) { used += $0 }
                ends.append(Int32(truncatingIfNeeded: used.count))
            }
            return renamed[Int(code)]
        }
        writer.append(ends.count)
        ends.withUnsafeBytes { writer.append($0) }
        writer.append(used.count)
        used.withUnsafeBytes { writer.append($0) }
        own.withUnsafeBytes { writer.append($0) }
        return writer.bytes
    }

    fileprivate init?(kind: ValueKind, rows: Int, from reader: inout ByteReader) {
        self.init(kind: kind)
        guard kind == .text else {
            guard let numbers = reader.array(of: rows, Double.self) else { return nil }
            self.numbers = numbers
            return
        }
        guard let count = reader.integer(), let ends = reader.array(of: count, Int32.self),
            let size = reader.integer(), let utf8 = reader.array(of: size, UInt8.self),
            let codes = reader.array(of: rows, Int32.self), codes.allSatisfy({ Int($0) < count })
        else { return nil }
        var start = 0
        for end in ends.map({ Int(UInt32(bitPattern: $0)) }) {
            guard start <= end, end <= size else { return nil }
            _ = utf8.withUnsafeBufferPointer {
                texts.code(of: UnsafeBufferPointer(rebasing: $0[start..<end]))
            }
            start = end
        }
        // Equal texts would have one code.
        guard texts.count == count else { return nil }
        self.codes = codes
    }
}

extension Range<Int> {
    fileprivate func scaled(by factor: Int) -> Range<Int> { lowerBound * factor..<upperBound * factor }
}

/// Appends integers and arrays to bytes.
private struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int) { withUnsafeBytes(of: value) { bytes += $0 } }

    mutating func append(_ values: UnsafeRawBufferPointer) { bytes += values }
}

/// Reads integers and arrays from bytes; nil behind their end.
private struct ByteReader {
    private let bytes: [UInt8]
    var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func integer() -> Int? {
        guard bytes.count - place >= 8 else { return nil }
        defer { place += 8 }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int.self) }
    }

    mutating func array<Element: BitwiseCopyable>(of count: Int, _ type: Element.Type) -> [Element]? {
        let size = MemoryLayout<Element>.stride
        guard count >= 0, count <= (bytes.count - place) / size else { return nil }
        let start = place
        place += count * size
        return [Element](unsafeUninitializedCapacity: count) { target, initialized in
            bytes.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * size]))
            }
            initialized = count
        }
    }
}
