/// Splits the text of an expression into tokens.
struct ExpressionLexer {
    /// A token and its place.
    struct Token: Equatable {
        enum Content: Equatable {
            case number(Double)
            case text(String)
            /// A name of a column in backticks.
            case column(String)
            /// A name of a column or a function, or a word of the syntax.
            case word(String)
            case symbol(String)
            case end
        }

        let content: Content

        /// The token as it is written.
        let spelling: String

        /// The index of its first byte.
        let start: Int
    }

    /// The words of the syntax.
    static let reserved: Set<String> = ["and", "or", "not", "is", "in", "missing"]

    private static let symbols = [
        "**", "//", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "<", ">", "(", ")", ",", "=", "&&", "||",
        "&",
        "|", "!",
    ].map { Array($0.utf8) }.sorted { $0.count > $1.count }

    let text: String
    private let bytes: [UInt8]
    private var position = 0

    /// Creates a lexer at the start of a text.
    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            0x80...:
            true
        default: false
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// Reads all tokens, the last of which is the end.
    ///
    /// - Throws: ``ChunkedTableError/syntax(text:at:problem:)``.
    mutating func tokens() throws -> [Token] {
        var tokens: [Token] = []
        while tokens.last?.content != .end { tokens.append(try next()) }
        return tokens
    }

    private mutating func next() throws -> Token {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        guard position < bytes.count else { return Token(content: .end, spelling: "", start: position) }
        let start = position
        switch bytes[start] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let text = try quoted("text")
            return token(.text(text), from: start)
        case UInt8(ascii: "`"):
            let name = try quoted("name")
            return token(.column(name), from: start)
        case let byte where Self.isLetter(byte):
            while position < bytes.count, Self.isLetter(bytes[position]) || Self.isDigit(bytes[position]) {
                position += 1
            }
            return token(.word(spelling(from: start)), from: start)
        case let byte where Self.isDigit(byte) || byte == UInt8(ascii: "."):
            let value = try number()
            return token(.number(value), from: start)
        default:
            guard let symbol = Self.symbols.first(where: { bytes[start...].starts(with: $0) }) else {
                // A whole character, for the message.
                let rest = String(decoding: bytes[start...], as: UTF8.self)
                throw error(at: start, "'\(rest.prefix(1))' is not part of the syntax")
            }
            position += symbol.count
            return token(.symbol(spelling(from: start)), from: start)
        }
    }

    private func token(_ content: Token.Content, from start: Int) -> Token {
        Token(content: content, spelling: spelling(from: start), start: start)
    }

    private func spelling(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a text between quotes, which are doubled inside.
    private mutating func quoted(_ what: String) throws -> String {
        let (start, quote) = (position, bytes[position])
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote {
                guard position < bytes.count, bytes[position] == quote else {
                    return String(decoding: content, as: UTF8.self)
                }
                position += 1
            }
            content.append(byte)
        }
        throw error(at: start, "the \(what) has no closing quote")
    }

    private mutating func number() throws -> Double {
        let start = position
        func skipDigits() { while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 } }
        skipDigits()
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            skipDigits()
        }
        // Letters that follow belong to it, so that the message shows them.
        while position < bytes.count, Self.isLetter(bytes[position]) { position += 1 }
        let text = spelling(from: start)
        // Swift reads a number without digits before the point, but not one without digits after it.
        guard let value = Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text)
        else {
            throw error(
                at: start, "'\(text)' is not a number; names that begin with a digit are put in backticks")
        }
        return value
    }

    /// Returns the error at the byte with an index.
    func error(at index: Int, _ problem: String) -> ChunkedTableError {
        let before = String(decoding: bytes[..<index], as: UTF8.self)
        return .syntax(text: text, at: before.count + 1, problem: problem)
    }
}
