/// Numbers by name as the command line writes them: `{setosa: 1, "New York": 2.5}`.
///
/// ```
/// map   = "{" [ entry *( "," entry ) ] "}"
/// entry = name ":" number
/// name  = bare / quoted
/// ```
///
/// A bare name may have spaces within, not around it, and none of `,:{}[]()|"'`. A quoted name stands between two `"` or two
/// `'`; the quote itself is doubled in it.
extension ParameterValue {
    /// The map that a text spells; nil if it spells none, or a name twice.
    static func map(written text: String) -> [ExactText: Double]? {
        var rest = text.unicodeScalars[...]
        func skipBlanks() { while let next = rest.first, isBlank(next) { rest.removeFirst() } }
        func skip(_ scalar: Unicode.Scalar) -> Bool {
            skipBlanks()
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }
        guard skip("{") else { return nil }
        var map: [ExactText: Double] = [:]
        if !skip("}") {
            repeat {
                skipBlanks()
                guard let name = takeName(&rest), skip(":") else { return nil }
                skipBlanks()
                let number = rest.prefix { $0 != "," && $0 != "}" }
                rest = rest[number.endIndex...]
                guard let value = Double(trimmed(number)),
                    map.updateValue(value, forKey: ExactText(name)) == nil
                else { return nil }
            } while skip(",")
            guard skip("}") else { return nil }
        }
        skipBlanks()
        return rest.isEmpty ? map : nil
    }

    /// The text that spells a map, by name.
    static func written(_ map: [ExactText: Double]) -> String {
        let entries = map.sorted { $0.key < $1.key }.map { "\(quotedIfNeeded($0.key.text)):\($0.value)" }
        return "{" + entries.joined(separator: ",") + "}"
    }

    /// A name as it has to be written in a map.
    public static func quotedIfNeeded(_ name: String) -> String {
        canBeBare(name) ? name : quoted(name)
    }

    /// Whether a name or a word can do without quotes.
    static func canBeBare(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return scalars.allSatisfy { !reserved.contains($0) }
            && scalars.first.map(isBlank) == false && scalars.last.map(isBlank) == false
    }

    /// A name or a word in quotes.
    static func quoted(_ name: String) -> String {
        let escaped = name.unicodeScalars.reduce(into: String.UnicodeScalarView()) { result, next in
            result.append(next)
            if next == "\"" { result.append(next) }
        }
        return "\"\(String(escaped))\""
    }

    /// The word that a text has between quotes; nil if it is not just that.
    static func word(quoted text: String) -> String? {
        var rest = text.unicodeScalars[...]
        guard rest.first == "\"" || rest.first == "'" else { return nil }
        let word = takeName(&rest)
        return rest.isEmpty ? word : nil
    }

    /// What a bare name cannot have.
    private static let reserved: Set<Unicode.Scalar> = [
        ",", ":", "{", "}", "[", "]", "(", ")", "|", "\"", "'", "\n", "\r",
    ]

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private static func trimmed(_ scalars: Substring.UnicodeScalarView) -> String {
        var scalars = scalars
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(Substring(scalars))
    }

    /// Takes a name from the front; nil if there is none.
    private static func takeName(_ rest: inout Substring.UnicodeScalarView) -> String? {
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            let name = rest.prefix { !reserved.contains($0) }
            rest = rest[name.endIndex...]
            return name.isEmpty ? nil : trimmed(name)
        }
        var name = String.UnicodeScalarView()
        rest.removeFirst()
        while let next = rest.popFirst() {
            guard next == quote else {
                name.append(next)
                continue
            }
            guard rest.first == quote else { return String(name) }
            name.append(quote)
            rest.removeFirst()
        }
        return nil
    }
}
