/// A decoder for values written by `CanonicalEncoder`, read in the same order.
///
/// Every read checks the value's tag and length, and throws if the bytes do not match the requested type. Any bytes,
/// however damaged, therefore yield a value or an error. Decoding allocates no more memory than the size of the bytes.
///
/// ```swift
/// var decoder = CanonicalDecoder(encoder.bytes)
/// let c = try decoder.readInt()
/// let kernel = try decoder.readString()
/// try decoder.readEnd()
/// ```
public struct CanonicalDecoder: Sendable {
    private let bytes: [UInt8]
    /// The start of the next value.
    package private(set) var position: Int
    /// The end of the values.
    private let end: Int

    /// Creates a decoder positioned at the first value of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.init(bytes, in: bytes.indices)
    }

    private init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Whether every value has been read.
    public var isAtEnd: Bool { position == end }

    /// The tag of the next value; nil at the end, and for an invalid tag.
    package var nextTag: CanonicalTag? { isAtEnd ? nil : CanonicalTag(rawValue: bytes[position]) }

    /// Whether the next value is nil.
    public var isNil: Bool { nextTag == .nil }

    /// Throws unless every value has been read.
    public func readEnd() throws(WireError) {
        guard isAtEnd else { throw damaged("the end") }
    }
}

// MARK: - Single values

extension CanonicalDecoder {
    /// Reads nil.
    public mutating func readNil() throws(WireError) {
        try read(.nil, "nil")
    }

    /// Reads a Boolean.
    public mutating func readBool() throws(WireError) -> Bool {
        try read(.bool, "a Boolean")
        guard position < end, bytes[position] <= 1 else { throw damaged("a Boolean") }
        position += 1
        return bytes[position - 1] == 1
    }

    /// Reads an integer.
    public mutating func readInt() throws(WireError) -> Int {
        try read(.int, "an integer")
        return Int(Int64(bitPattern: try readWord()))
    }

    /// Reads a double, preserving its bits.
    public mutating func readDouble() throws(WireError) -> Double {
        try read(.double, "a number")
        return Double(bitPattern: try readWord())
    }

    /// Reads a string.
    public mutating func readString() throws(WireError) -> String {
        try read(.string, "a string")
        let range = try readRange(elementSize: 1)
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw damaged("UTF-8") }
        return text
    }

    /// Reads a key.
    public mutating func readKey() throws(WireError) -> TaskKey {
        try read(.key, "a key")
        return TaskKey(high: try readWord(), low: try readWord())
    }

    /// Reads raw bytes.
    public mutating func readBytes() throws(WireError) -> [UInt8] {
        try read(.bytes, "bytes")
        return Array(bytes[try readRange(elementSize: 1)])
    }

    /// Reads raw bytes that contain canonically encoded values, without copying them.
    public mutating func readNested() throws(WireError) -> CanonicalDecoder {
        try read(.bytes, "bytes")
        return CanonicalDecoder(bytes, in: try readRange(elementSize: 1))
    }
}

// MARK: - Several values

extension CanonicalDecoder {
    /// Reads an array of integers.
    public mutating func readInts() throws(WireError) -> [Int] {
        try read(.ints, "integers")
        return words(in: try readRange(elementSize: 8)) { Int(Int64(bitPattern: $0)) }
    }

    /// Reads an array of doubles, preserving their bits.
    public mutating func readDoubles() throws(WireError) -> [Double] {
        try read(.doubles, "numbers")
        return words(in: try readRange(elementSize: 8)) { Double(bitPattern: $0) }
    }

    /// Reads the start of a list, and returns its number of elements, which are the next values.
    ///
    /// - Throws: `WireError`, also if fewer bytes remain than the list has elements.
    public mutating func beginList() throws(WireError) -> Int {
        try read(.list, "a list")
        let count = try readWord()
        guard count <= UInt64(end - position) else { throw damaged("\(count) elements") }
        return Int(count)
    }

    /// Reads a list; `body` reads each element.
    public mutating func readList<Element>(
        _ body: (inout CanonicalDecoder) throws -> Element
    ) throws -> [Element] {
        let count = try beginList()
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }
}

// MARK: - Bytes

extension CanonicalDecoder {
    private mutating func read(_ tag: CanonicalTag, _ expected: String) throws(WireError) {
        guard nextTag == tag else { throw damaged(expected) }
        position += 1
    }

    private mutating func readWord() throws(WireError) -> UInt64 {
        guard end - position >= 8 else { throw damaged("8 bytes") }
        let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
        position += 8
        return UInt64(littleEndian: word)
    }

    /// Reads a count, and skips the elements, which must exist.
    private mutating func readRange(elementSize: Int) throws(WireError) -> Range<Int> {
        let count = try readWord()
        guard count <= UInt64((end - position) / elementSize) else { throw damaged("\(count) elements") }
        let start = position
        position += Int(count) * elementSize
        return start..<position
    }

    private func words<Element>(in range: Range<Int>, _ convert: (UInt64) -> Element) -> [Element] {
        bytes.withUnsafeBytes { buffer in
            stride(from: range.lowerBound, to: range.upperBound, by: 8).map {
                convert(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
            }
        }
    }

    private func damaged(_ expected: String) -> WireError { .damaged(offset: position, expected: expected) }
}
