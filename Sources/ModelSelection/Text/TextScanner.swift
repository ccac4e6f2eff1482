/// A scanner of a text that keeps track of its position.
///
/// The scanner reads Unicode scalars, so that an accent after a quote or a brace is separate from it.
struct TextScanner {
    private let characters: [Unicode.Scalar]
    private let place: TextPlace

    /// The index of the next character.
    private(set) var position = 0

    /// Creates a scanner at the start of a text.
    init(_ text: PlacedText) {
        characters = Array(text.text.unicodeScalars)
        place = text.place
    }

    /// Whether the scanner is at the end of the text.
    var isAtEnd: Bool { position == characters.count }

    /// The next character, or nil at the end.
    var next: Unicode.Scalar? { isAtEnd ? nil : characters[position] }

    /// The location of the character at an index; by default, of the next character.
    func here(_ index: Int? = nil) -> TextPlace {
        TextPlace(place.source, character: (index ?? position) + 1)
    }

    /// Skips white space.
    mutating func skipBlanks() {
        while next?.properties.isWhitespace == true { position += 1 }
    }

    /// Skips the next character if it is the given one, and returns whether it was.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    /// Skips a word if the next name is that word, and returns whether it was.
    mutating func skip(word: String) -> Bool {
        let start = position
        if name() == word {
            skipBlanks()
            return true
        }
        position = start
        return false
    }

    /// Reads letters with their accents, digits, `-`, `_` and `.`.
    mutating func name() -> String {
        let start = position
        while let next, Self.isOfName(next) { position += 1 }
        return text(start..<position)
    }

    /// Reads up to the end or one of the given characters outside brackets and quotes; trims white space.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)`` for an unbalanced bracket or quote.
    mutating func text(upTo ends: Set<Unicode.Scalar>) throws -> String {
        skipBlanks()
        let start = position
        var open: [(character: Unicode.Scalar, position: Int)] = []
        while let next {
            if open.isEmpty, ends.contains(next) { break }
            if let partner = Self.partners[next] {
                open.append((partner, position))
            } else if next == open.last?.character {
                open.removeLast()
            } else if Self.partners.values.contains(next) {
                let expected = open.last.map { "'\($0.character)'" } ?? "a value"
                throw TextError.malformed(at: here(), found: "'\(next)'", expected: expected)
            } else if next == "\"" || next == "'" {
                try skipQuoted(next)
                continue
            }
            position += 1
        }
        if let last = open.last {
            throw TextError.malformed(
                at: here(last.position), found: "'\(characters[last.position])' that is never closed",
                expected: "a '\(last.character)' after it")
        }
        var end = position
        while end > start, characters[end - 1].properties.isWhitespace { end -= 1 }
        return text(start..<end)
    }

    /// An error for the next character, where something else was expected.
    func malformed(expected: String) -> TextError {
        .malformed(at: here(), found: next.map { "'\($0)'" } ?? "the end", expected: expected)
    }

    private mutating func skipQuoted(_ quote: Unicode.Scalar) throws {
        let start = position
        repeat { position += 1 } while next != nil && next != quote
        guard skip(quote) else {
            throw TextError.malformed(
                at: here(start), found: "a quote that is never closed", expected: "a \(quote) after it")
        }
    }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: characters[range])
        return String(text)
    }

    private static func isOfName(_ character: Unicode.Scalar) -> Bool {
        switch character.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default:
            character.properties.isAlphabetic || character.properties.numericType != nil
                || "-_.".unicodeScalars.contains(character)
        }
    }

    private static let partners: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]
}
