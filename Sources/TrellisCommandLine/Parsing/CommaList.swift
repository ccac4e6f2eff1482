import Trellis

/// A list of texts separated by commas.
enum CommaList {
    /// Splits a text at commas.
    ///
    /// A text in double quotes may contain commas, and quotes that are doubled.
    ///
    /// - Throws: `TextError` if a text is empty or a quote is not closed.
    static func parse(_ list: PlacedText) throws -> [String] {
        var (texts, text, isQuoted): ([String], String, Bool) = ([], "", false)
        var rest = list.text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                text.append("\"")
            case "\"" where isQuoted || text.isEmpty: isQuoted.toggle()
            case "," where !isQuoted:
                texts.append(text)
                text = ""
            default: text.append(character)
            }
        }
        texts.append(text)
        guard !isQuoted, texts.allSatisfy({ !$0.isEmpty }) else {
            throw TextError.malformed(
                at: list.place, found: "'\(list.text)'", expected: "texts separated by commas")
        }
        return texts
    }
}
