/// The header of a file in NumPy's format (`.npy`): the type, the order and the shape of an array.
///
/// Source of the format: NumPy, "NEP 1 — A simple file format for NumPy arrays".
struct ArrayHeader: Hashable, Sendable {
    let type: ArrayElement
    /// Whether the elements are stored column by column.
    let isColumnMajor: Bool
    let rows: Int
    let columns: Int
    /// The number of bytes before the first element.
    let byteCount: Int

    /// The number of bytes of the whole file.
    var fileSize: Int { byteCount + rows * columns * type.size }

    /// The greatest number of bytes of a header that is read.
    static let longest = 1 << 16

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Parses the first bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: The first bytes, up to ``longest``.
    ///   - path: The path of the file, for errors.
    /// - Throws: ``ChunkedMatricesError/notAnArray(path:reason:)``.
    init(_ bytes: [UInt8], path: String) throws {
        func failure(_ reason: String) -> ChunkedMatricesError { .notAnArray(path: path, reason: reason) }
        guard bytes.starts(with: Self.magic), bytes.count >= 12 else {
            throw failure("it is not a NumPy array (.npy)")
        }
        guard 1...3 ~= bytes[6] else {
            throw failure("its format has version \(bytes[6]); expected 1, 2 or 3")
        }
        let isShort = bytes[6] == 1
        let length = (isShort ? 0..<2 : 0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        byteCount = (isShort ? 10 : 12) + length
        guard byteCount <= bytes.count else { throw failure("its header is cut off, or longer than 64 KiB") }
        let text = String(decoding: bytes[(isShort ? 10 : 12)..<byteCount], as: UTF8.self)

        guard let description = text.value(of: "descr")?.trimmingQuotes else {
            throw failure("its header does not have the type of the elements")
        }
        guard let type = ArrayElement(description) else {
            throw failure(
                "its elements have the type \(description); expected numbers, such as <f8, <f4 or <i8")
        }
        self.type = type
        switch text.value(of: "fortran_order") {
        case "True": isColumnMajor = true
        case "False": isColumnMajor = false
        default: throw failure("its header does not have the order of the elements")
        }
        let sides = text.value(of: "shape")?.dropFirst().split(separator: ",").map { part in
            part.filter { $0 != " " }
        }
        let counts = sides?.filter { !$0.isEmpty }.map { Int($0) } ?? [nil]
        guard let shape = counts as? [Int], shape.allSatisfy({ 0...Int(Int32.max) ~= $0 }) else {
            throw failure("its header does not have a shape")
        }
        guard 1...2 ~= shape.count else {
            throw failure("it has \(shape.count) dimensions; expected 1 or 2")
        }
        rows = shape[0]
        columns = shape.count == 2 ? shape[1] : 1
        guard !rows.multipliedReportingOverflow(by: columns * 16).overflow else {
            throw failure("its shape is \(rows) × \(columns), which is larger than any file")
        }
    }

    /// Creates the header of a file of doubles, row by row.
    init(rows: Int, columns: Int) {
        (type, isColumnMajor, self.rows, self.columns) = (.double, false, rows, columns)
        byteCount = 128
    }

    /// The bytes of a header of doubles, row by row, padded so that the elements are aligned.
    var bytes: [UInt8] {
        let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let length = byteCount - 10
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: length - text.utf8.count - 1)
        return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8) + padding
            + [UInt8(ascii: "\n")]
    }
}

extension String {
    /// Returns the text of an entry of a Python dictionary, up to the next comma, or closing parenthesis of a tuple.
    fileprivate func value(of name: String) -> Substring? {
        guard let start = firstRange(of: "'\(name)':") else { return nil }
        let rest = self[start...].drop { $0 == " " }
        let end = rest.first == "(" ? rest.firstIndex(of: ")") : rest.firstIndex { $0 == "," || $0 == "}" }
        return end.map { rest[..<$0] }
    }

    /// Returns the index after the first occurrence of a text.
    private func firstRange(of text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }.map { index($0, offsetBy: text.count) }
    }
}

extension Substring {
    fileprivate var trimmingQuotes: String { filter { $0 != "'" && $0 != "\"" && $0 != " " } }
}

/// The type of the elements of an array in a file.
enum ArrayElement: String, CaseIterable, Sendable {
    case double = "<f8"
    case float = "<f4"
    case int64 = "<i8"
    case int32 = "<i4"
    case int16 = "<i2"
    case int8 = "|i1"
    case uint64 = "<u8"
    case uint32 = "<u4"
    case uint16 = "<u2"
    case uint8 = "|u1"
    case boolean = "|b1"

    /// Creates a type from its description in a header; nil if it is not one of these.
    init?(_ description: String) { self.init(rawValue: description) }

    /// The number of bytes of an element.
    var size: Int {
        switch self {
        case .double, .int64, .uint64: 8
        case .float, .int32, .uint32: 4
        case .int16, .uint16: 2
        case .int8, .uint8, .boolean: 1
        }
    }

    /// Converts elements.
    func convert(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .double: UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
        case .float: each(bytes, Float.self, target) { Double($0) }
        case .int64: each(bytes, Int64.self, target) { Double($0) }
        case .int32: each(bytes, Int32.self, target) { Double($0) }
        case .int16: each(bytes, Int16.self, target) { Double($0) }
        case .int8: each(bytes, Int8.self, target) { Double($0) }
        case .uint64: each(bytes, UInt64.self, target) { Double($0) }
        case .uint32: each(bytes, UInt32.self, target) { Double($0) }
        case .uint16: each(bytes, UInt16.self, target) { Double($0) }
        case .uint8: each(bytes, UInt8.self, target) { Double($0) }
        case .boolean: each(bytes, UInt8.self, target) { $0 == 0 ? 0 : 1 }
        }
    }

    @inline(__always)
    private func each<Element: BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ type: Element.Type, _ target: UnsafeMutableBufferPointer<Double>,
        _ convert: (Element) -> Double
    ) {
        for index in target.indices {
            let element = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Element>.size, as: type)
            target[index] = convert(element)
        }
    }
}
