/// A line of text in a picture: its estimated width, and its shortening.
///
/// Nothing measures a font here. Widths are those of common sans-serif fonts, rounded up.
package enum TextLine {
    static let ellipsis = "…"

    /// Estimates the width of a text in pixels.
    static func width(_ text: String, size: Double = 12) -> Double {
        var ems = 0.0
        for scalar in text.unicodeScalars { ems += width(scalar) }
        return ems * size
    }

    /// Returns the text if it fits in a width, or its beginning and an ellipsis.
    static func fitted(_ text: String, to width: Double, size: Double = 12) -> String {
        let allowed = width / size
        let room = allowed - self.width(ellipsis, size: 1)
        var used = 0.0
        var result = ""
        var short = ""  // as much as leaves room for the ellipsis
        for character in text {
            let shown = limited(character)
            used += self.width(shown, size: 1)
            if used > allowed + 1e-9 { return short.isEmpty ? ellipsis : short + ellipsis }
            result += shown
            if used <= room { short = result }
        }
        return result
    }

    /// Returns the text if it has at most `count` characters, or its beginning and an ellipsis.
    package static func shortened(_ text: String, toCharacters count: Int) -> String {
        var result = ""
        for (index, character) in text.enumerated() {
            if index == count { return result + ellipsis }
            result += limited(character)
        }
        return result
    }

    /// Returns a character without all but a few of its combining marks, of which one character can have thousands.
    private static func limited(_ character: Character) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in character.unicodeScalars.prefix(8) { scalars.append(scalar) }
        return String(scalars)
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "\u{202F}": 0.29
        case "f", "t", "r", "(", ")", "[", "]", "/", "\\", "-", "\"", "`", "·": 0.37
        case "m", "w", "M", "W", "@", "%", "→", "±", "×", "−", "…": 0.9
        case "0"..."9", "a"..."z", "_", "*", "?", "^": 0.58
        case "\u{20}"..."\u{7E}": 0.68
        case "\u{300}"..."\u{36F}", "\u{200B}"..."\u{200D}", "\u{FE00}"..."\u{FE0F}": 0
        case "⁰", "¹", "²", "³", "⁴"..."⁹", "⁻": 0.4
        case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}",
            "\u{F900}"..."\u{FAFF}", "\u{FE30}"..."\u{FE6F}", "\u{FF00}"..."\u{FF60}",
            "\u{1F000}"..."\u{1FAFF}":
            1.05
        default: 0.66
        }
    }
}
