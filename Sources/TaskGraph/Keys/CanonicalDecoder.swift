/// Reads what `CanonicalEncoder` wrote, value by value, in the same order.
///
/// Every read checks the value's tag and length and throws where the bytes are not what was asked for, so
/// that no bytes, however damaged, lead anywhere but to a value or an error. What is read costs no more
/// memory than its bytes take.
///
/// ```swift
/// var decoder = CanonicalDecoder(encoder.bytes)
/// let c = try decoder.readInt()
/// let kernel = try decoder.readString()
/// try decoder.readEnd()
/// ```
public struct CanonicalDecoder: Sendable {
    private let bytes: [UInt8]
    /// Where the next value starts.
    package private(set) var position: Int
    /// Where the values end.
    private let end: Int

    /// Makes a decoder that stands before the first value of `bytes`.
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

    /// The tag of the next value; nil at the end and before a byte that is no tag.
    package var nextTag: CanonicalTag? { isAtEnd ? nil : CanonicalTag(rawValue: bytes[position]) }

    /// Whether the absence of a value comes next.
    public var isNil: Bool { nextTag == .nil }

    /// Throws unless every value has been read.
    public func readEnd() throws(WireError) {
        guard isAtEnd else { throw damaged("the end") }
    }
}

// MARK: - Single values

extension CanonicalDecoder {
    /// Reads the absence of a value.
    public mutating func readNil() throws(WireError) {
        try read(.nil, "nothing")
    }

    /// Reads a truth value.
    public mutating func readBool() throws(WireError) -> Bool {
        try read(.bool, "a truth value")
        guard position < end, bytes[position] <= 1 else { throw damaged("a truth value") }
        position += 1
        return bytes[position - 1] == 1
    }

    /// Reads an integer.
    public mutating func readInt() throws(WireError) -> Int {
        try read(.int, "an integer")
        return Int(Int64(bitPattern: try readWord()))
    }

    /// Reads a double, the same to the bit.
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

    /// Reads raw bytes that are canonically encoded values themselves, without copying them.
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

    /// Reads an array of doubles, the same to the bit.
    public mutating func readDoubles() throws(WireError) -> [Double] {
        try read(.doubles, "numbers")
        return words(in: try readRange(elementSize: 8)) { Double(bitPattern: $0) }
    }

    /// Reads the start of a list: so many of the next values are its elements.
    ///
    /// - Throws: `WireError` as well if fewer bytes are left than there would be elements.
    public mutating func beginList() throws(WireError) -> Int {
        try read(.list, "a list")
        let count = try readWord()
        guard count <= UInt64(end - position) else { throw damaged("\(count) elements") }
        return Int(count)
    }

    /// Reads a list whose elements `body` reads.
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

    /// Reads a count and passes over as many elements, which must be there.
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
