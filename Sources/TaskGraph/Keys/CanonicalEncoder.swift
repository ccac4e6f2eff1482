/// An encoder that writes values as bytes, identical in every process and on every machine, and hashes them.
///
/// Every value starts with a tag for its type and, if its length varies, the length. The bytes are therefore
/// unambiguous, and values of different types are never equal: `1`, `1.0`, `"1"`, `true` and `[1]` are five values, and
/// `"ab", "c"` is not `"a", "bc"`. Numbers are little endian, with 64 bits.
///
/// It is *not* promised that values that compare equal have equal bytes. Doubles are written by bit pattern, so `0.0`
/// and `-0.0` differ and a NaN equals itself; strings are written as UTF-8, so composed and decomposed accents differ.
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

    /// Creates an empty encoder.
    public init() {
        bytes.reserveCapacity(64)
    }

    /// The hash of the bytes written so far.
    ///
    /// - Complexity: Linear in the bytes.
    public var digest: TaskKey {
        bytes.withUnsafeBytes { TaskKey(hashing: $0) }
    }

    /// Writes nil.
    public mutating func appendNil() {
        write(.nil)
    }

    /// Writes a Boolean.
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

    /// Writes a string as its length in UTF-8, followed by its UTF-8 bytes.
    public mutating func append(_ value: String) {
        write(.string)
        write(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Writes a key: its upper half, then its lower half.
    public mutating func append(_ value: TaskKey) {
        write(.key)
        write(value.high)
        write(value.low)
    }

    /// Writes a count, followed by raw bytes.
    public mutating func append(bytes value: UnsafeRawBufferPointer) {
        write(.bytes)
        write(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a count, followed by raw bytes.
    public mutating func append(bytes value: [UInt8]) {
        value.withUnsafeBytes { append(bytes: $0) }
    }

    /// Writes an array of integers as one value: its count, followed by the integers without tags.
    public mutating func append(_ values: [Int]) {
        write(.ints)
        write(UInt64(values.count))
        write(eachOf: values)
    }

    /// Writes an array of doubles as one value: its count, followed by their bit patterns without tags.
    public mutating func append(_ values: [Double]) {
        write(.doubles)
        write(UInt64(values.count))
        write(eachOf: values)
    }

    /// Writes the bytes of another encoder unchanged.
    package mutating func append(encoded value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// Removes all bytes, keeping the capacity.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Starts a list, whose elements are the next `count` values; these may be lists themselves.
    public mutating func beginList(count: Int) {
        guard count >= 0 else {
            fatalError("the number of elements of a list cannot be \(count)")
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

    /// Writes 64-bit numbers as in memory, because all machines that Swift supports are little endian.
    private mutating func write<Number: BitwiseCopyable>(eachOf values: [Number]) {
        precondition(UInt64(1).littleEndian == 1 && MemoryLayout<Number>.stride == 8)
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

extension CanonicalEncoder {
    /// Writes an integer or nil.
    public mutating func append(_ value: Int?) {
        if let value { append(value) } else { appendNil() }
    }

    /// Writes a double or nil.
    public mutating func append(_ value: Double?) {
        if let value { append(value) } else { appendNil() }
    }

    /// Writes a string or nil.
    public mutating func append(_ value: String?) {
        if let value { append(value) } else { appendNil() }
    }
}
