/// A text that equals another only if all their bytes are equal.
///
/// `String` holds texts equal that Unicode holds equal, such as the composed and the decomposed é. Names of classes, groups
/// and columns are bytes, as in Python: whatever tells them apart, or looks one up, goes by this.
public struct ExactText: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text.
    public let text: String

    /// A text by its bytes.
    public init(_ text: String) { self.text = text }

    /// A text by its bytes.
    public init(stringLiteral text: String) { self.text = text }

    /// The text.
    public var description: String { text }

    /// Whether the bytes are the same.
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// By the bytes, which is the order of the Unicode scalars.
    public static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
