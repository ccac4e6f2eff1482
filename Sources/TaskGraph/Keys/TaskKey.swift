/// The name of a task's result: a 128-bit hash of everything the result depends on.
///
/// Equal keys mean the same computation over the same data, in any process and on any machine, so a key may
/// be written to disk, sent over a network and compared there. The hash (XXH3) is made for speed, not against
/// an adversary who wants two keys to collide; by chance, two of a billion keys agree with probability below
/// 2⁻⁶⁸.
public struct TaskKey: Hashable, Comparable, Sendable {
    /// The upper 64 bits.
    public let high: UInt64
    /// The lower 64 bits.
    public let low: UInt64

    /// Makes the key that has the given halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Orders keys as 128-bit unsigned numbers, which is also the order of their descriptions.
    public static func < (left: TaskKey, right: TaskKey) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension TaskKey: CustomStringConvertible {
    /// The key as 32 lower-case hexadecimal digits, most significant first.
    public var description: String {
        func digits(_ half: UInt64) -> String {
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return digits(high) + digits(low)
    }

    /// Reads what `description` writes; nil if `text` is not exactly 32 hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")),
            let high = UInt64(String(decoding: digits[..<16], as: UTF8.self), radix: 16),
            let low = UInt64(String(decoding: digits[16...], as: UTF8.self), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
