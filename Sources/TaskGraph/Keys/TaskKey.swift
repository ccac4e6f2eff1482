/// The name of a task's result: a 128-bit hash of everything on which the result depends.
///
/// Equal keys mean the same computation on the same data, in any process and on any machine, so keys can be stored,
/// sent and compared. The hash (XXH3) is fast, but not collision resistant against an adversary. By chance, two of a
/// billion keys are equal with a probability below 2⁻⁶⁸.
public struct TaskKey: Hashable, Comparable, Sendable {
    /// The upper 64 bits.
    public let high: UInt64
    /// The lower 64 bits.
    public let low: UInt64

    /// Creates a key from its halves.
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

    /// Creates a key from its `description`; nil unless `text` is exactly 32 hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")),
            let high = UInt64(String(decoding: digits[..<16], as: UTF8.self), radix: 16),
            let low = UInt64(String(decoding: digits[16...], as: UTF8.self), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
