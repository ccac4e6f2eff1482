/// Maps of numbers by name, in the command line's syntax: `{setosa: 1, "New York": 2.5}`.
///
/// ```
/// map   = "{" [ entry *( "," entry ) ] "}"
/// entry = name ":" number
/// name  = bare / quoted
/// ```
///
/// A bare name may contain spaces, but not start or end with them, and none of `,:{}[]()|"'`. A quoted name is enclosed
/// in `"` or `'`; a quote within it is doubled.
extension ParameterValue {
    /// Parses a map; nil if the text is not a map, or repeats a name.
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

    /// Returns the text of a map, sorted by name.
    static func written(_ map: [ExactText: Double]) -> String {
        let entries = map.sorted { $0.key < $1.key }.map { "\(quotedIfNeeded($0.key.text)):\($0.value)" }
        return "{" + entries.joined(separator: ",") + "}"
    }

    /// Returns a name in quotes if a map requires them.
    public static func quotedIfNeeded(_ name: String) -> String {
        canBeBare(name) ? name : quoted(name)
    }

    /// Returns whether a name or string needs no quotes.
    static func canBeBare(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return scalars.allSatisfy { !reserved.contains($0) }
            && scalars.first.map(isBlank) == false && scalars.last.map(isBlank) == false
    }

    /// Returns a name or string in quotes.
    static func quoted(_ name: String) -> String {
        let escaped = name.unicodeScalars.reduce(into: String.UnicodeScalarView()) { result, next in
            result.append(next)
            if next == "\"" { result.append(next) }
        }
        return "\"\(String(escaped))\""
    }

    /// Returns the string in quotes; nil if the text is anything else.
    static func word(quoted text: String) -> String? {
        var rest = text.unicodeScalars[...]
        guard rest.first == "\"" || rest.first == "'" else { return nil }
        let word = takeName(&rest)
        return rest.isEmpty ? word : nil
    }

    /// The characters that a bare name cannot contain.
    private static let reserved: Set<Unicode.Scalar> = [
        ",", ":", "{", "}", "[", "]", "(", ")", "|", "\"", "'", "\n", "\r",
    ]

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// Returns the text without white space around it.
    static func trimmed(_ scalars: Substring.UnicodeScalarView) -> String {
        var scalars = scalars
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(Substring(scalars))
    }

    /// Removes a name from the front; nil if there is none.
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
