/// Text for XML and HTML that cannot be read as anything but text.
///
/// Markup characters become references. Characters that XML forbids, and those that could reorder the text around
/// them, become the replacement character, so that a name cannot hide or imitate another.
public enum EscapedText {
    /// Returns the escaped text, for the inside of an element or of a quoted attribute.
    public static func escaped(_ text: String) -> String {
        var result = ""
        append(text, to: &result)
        return result
    }

    static func append(_ text: String, to result: inout String) {
        guard text.utf8.contains(where: needsCare) else {
            result += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t", "\r": result += " "
            default: result.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            }
        }
    }

    /// Whether a text with this byte needs a closer look; so does everything beyond ASCII.
    private static func needsCare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        default: byte < 0x20 || byte >= 0x7F
        }
    }

    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: false
        // Marks, embeddings, overrides and isolates of direction; separators of lines.
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
        case 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
