/// The location of a text that the user wrote: a flag or a position in a file, and a character in the text.
public struct TextPlace: Sendable, Equatable, CustomStringConvertible {
    /// The flag, or file, line and column.
    public let source: String

    /// The position of the character in the text, from 1; nil for the whole text.
    public var character: Int?

    /// Creates a location.
    public init(_ source: String, character: Int? = nil) {
        self.source = source
        self.character = character
    }

    /// `--pipeline, character 20`.
    public var description: String { character.map { "\(source), character \($0)" } ?? source }
}
