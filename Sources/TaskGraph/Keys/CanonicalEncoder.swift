/// Writes values as bytes that are the same in every process and on every machine, and hashes them.
///
/// Every value starts with a tag for its type and, where its length varies, the length follows. So the bytes
/// can be read in one way only, and values of different types never agree: `1`, `1.0`, `"1"`, `true` and
/// `[1]` are five values, and `"ab", "c"` is not `"a", "bc"`. Numbers are little endian, 64 bits.
///
/// What is *not* promised: that values which compare equal agree. Doubles are written by bit pattern, so
/// `0.0` and `-0.0` differ and a NaN agrees with itself; strings are written as UTF-8, so composed and
/// decomposed accents differ.
///
/// ```swift
/// var encoder = CanonicalEncoder()
/// encoder.append(10)
/// encoder.append("rbf")
/// let key = encoder.digest
/// ```
public struct CanonicalEncoder: Sendable {
    /// The bytes written so far.
    public private(set) var bytes: [UInt8] = []

    /// Makes an encoder that has written nothing.
    public init() {
        bytes.reserveCapacity(64)
    }

    /// The hash of all that has been written.
    ///
    /// Linear in the bytes.
    public var digest: TaskKey {
        bytes.withUnsafeBytes { TaskKey(hashing: $0) }
    }

    /// Writes the absence of a value.
    public mutating func appendNil() {
        write(.nil)
    }

    /// Writes a truth value.
    public mutating func append(_ value: Bool) {
        write(.bool)
        bytes.append(value ? 1 : 0)
    }

    /// Writes an integer.
    public mutating func append(_ value: Int) {
        write(.int)
        write(UInt64(bitPattern: Int64(value)))
    }

    /// Writes a double by its bit pattern.
    public mutating func append(_ value: Double) {
        write(.double)
        write(value.bitPattern)
    }

    /// Writes a string as its length in UTF-8 and its UTF-8.
    public mutating func append(_ value: String) {
        write(.string)
        write(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Writes a key: its upper half, then its lower.
    public mutating func append(_ value: TaskKey) {
        write(.key)
        write(value.high)
        write(value.low)
    }

    /// Writes raw bytes after their count.
    public mutating func append(bytes value: UnsafeRawBufferPointer) {
        write(.bytes)
        write(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes raw bytes after their count.
    public mutating func append(bytes value: [UInt8]) {
        value.withUnsafeBytes { append(bytes: $0) }
    }

    /// Writes an array of integers as one value: its count, then the integers without tags.
    public mutating func append(_ values: [Int]) {
        write(.ints)
        write(UInt64(values.count))
        write(eachOf: values)
    }

    /// Writes an array of doubles as one value: its count, then their bit patterns without tags.
    public mutating func append(_ values: [Double]) {
        write(.doubles)
        write(UInt64(values.count))
        write(eachOf: values)
    }

    /// Writes what another encoder wrote, as it is.
    package mutating func append(encoded value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// Forgets what was written, and keeps the room for it.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Starts a list: the next `count` values, which may themselves be lists, are its elements.
    public mutating func beginList(count: Int) {
        guard count >= 0 else {
            fatalError("a list cannot have \(count) elements")
        }
        write(.list)
        write(UInt64(count))
    }

    private mutating func write(_ tag: CanonicalTag) {
        bytes.append(tag.rawValue)
    }

    private mutating func write(_ word: UInt64) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes numbers of 64 bits as they lie in memory: every machine that Swift runs on is little-endian.
    private mutating func write<Number: BitwiseCopyable>(eachOf values: [Number]) {
        precondition(UInt64(1).littleEndian == 1 && MemoryLayout<Number>.stride == 8)
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

extension CanonicalEncoder {
    /// Writes an integer, or the absence of one.
    public mutating func append(_ value: Int?) {
        if let value { append(value) } else { appendNil() }
    }

    /// Writes a double, or the absence of one.
    public mutating func append(_ value: Double?) {
        if let value { append(value) } else { appendNil() }
    }

    /// Writes a string, or the absence of one.
    public mutating func append(_ value: String?) {
        if let value { append(value) } else { appendNil() }
    }
}
