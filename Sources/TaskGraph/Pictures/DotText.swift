/// Text of the DOT language.
enum DotText {
    /// Returns a text as a string of the language, without control characters.
    ///
    /// Names of operations may contain any characters. A backslash is doubled, because the language replaces `\N` and
    /// others.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// The colours of operations in a picture: pale, with evenly spaced hues in the order of their names.
///
/// Every operation is named in its circle, so that nobody has to tell the colours apart.
struct PictureColours {
    private var colours: [String: String] = [:]

    init(_ parts: [GraphPicture.Part]) {
        let names = Set(parts.flatMap { part in part.tasks.map { part.graph.name(of: $0) } }).sorted()
        for (index, name) in names.enumerated() {
            let hue = (Double(index) / Double(names.count) * 1000).rounded() / 1000
            colours[name] = "\(hue) 0.25 1.0"
        }
    }

    subscript(operation: String) -> String { colours[operation] ?? "#ffffff" }
}
