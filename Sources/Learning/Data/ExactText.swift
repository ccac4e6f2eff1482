/// A text that is compared by its bytes.
///
/// `String` treats canonically equivalent texts as equal, such as the composed and the decomposed é. Names of classes,
/// groups and columns are compared by bytes, as in Python: all lookups and comparisons of such names use this type.
public struct ExactText: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text.
    public let text: String

    /// Creates a text.
    public init(_ text: String) { self.text = text }

    /// Creates a text.
    public init(stringLiteral text: String) { self.text = text }

    /// The text.
    public var description: String { text }

    /// Returns whether the bytes are equal.
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Compares the bytes, which is the order of the Unicode scalars.
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
