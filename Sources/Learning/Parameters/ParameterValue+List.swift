/// Lists of values in the command line's syntax: `[10,20]`.
///
/// ```
/// list = "[" [ value *( "," value ) ] "]"
/// ```
///
/// A value is anything that a parameter can be, also a list. White space around it is ignored. Words that contain a comma
/// or a bracket are enclosed in quotes.
extension ParameterValue {
    /// The maximum depth of nested lists in text and in messages, so that hostile input cannot exhaust the stack.
    package static let deepestList = 16

    /// Parses a list; nil if the text is not a list.
    ///
    /// - Parameter depth: The number of lists that enclose this one.
    static func list(written text: String, depth: Int) -> [ParameterValue]? {
        let scalars = text.unicodeScalars
        guard depth < deepestList, scalars.count > 1, scalars.first == "[", scalars.last == "]" else {
            return nil
        }
        guard let parts = parts(of: scalars.dropFirst().dropLast()) else { return nil }
        let texts = parts.map(trimmed)
        if texts == [""] { return [] }
        return texts.contains("") ? nil : texts.map { ParameterValue(text: $0, depth: depth + 1) }
    }

    /// Returns the text of a list.
    static func written(_ list: [ParameterValue]) -> String {
        "[" + list.map(\.description).joined(separator: ",") + "]"
    }

    /// Returns the parts between commas outside brackets and quotes; nil if brackets or quotes are unbalanced.
    private static func parts(of text: Substring.UnicodeScalarView) -> [Substring.UnicodeScalarView]? {
        let partners: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]
        var parts: [Substring.UnicodeScalarView] = []
        var (open, quote): ([Unicode.Scalar], Unicode.Scalar?) = ([], nil)
        var start = text.startIndex
        for index in text.indices {
            let next = text[index]
            if quote != nil {
                if next == quote { quote = nil }
            } else if next == "\"" || next == "'" {
                quote = next
            } else if let partner = partners[next] {
                open.append(partner)
            } else if next == open.last {
                open.removeLast()
            } else if partners.values.contains(next) {
                return nil
            } else if next == ",", open.isEmpty {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        guard quote == nil, open.isEmpty else { return nil }
        return parts + [text[start...]]
    }
}
