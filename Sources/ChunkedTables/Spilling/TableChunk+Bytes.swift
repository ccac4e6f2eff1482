internal import Tabular

/// Rows as bytes, as written by ``RowEncoder``.
extension TableChunk {
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
