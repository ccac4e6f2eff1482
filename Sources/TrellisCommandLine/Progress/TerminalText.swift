/// Text for a terminal: its width in columns, and what it may contain.
enum TerminalText {
    /// Returns a text without control characters, which could move the cursor or change the terminal.
    ///
    /// Names of columns and classes may contain any characters.
    static func harmless(_ text: String) -> String {
        let isHarmless = text.unicodeScalars.allSatisfy { !isControl($0) }
        if isHarmless { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters include those that reverse the direction of the text.
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Returns the number of columns of a text; wide characters have two.
    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        return switch scalar.value {
        // The blocks of East Asian scripts and of pictographs, which Unicode Standard Annex 11 lists as wide.
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// Returns a text of at most so many columns; what is cut off is replaced by an ellipsis.
    static func fitted(_ text: String, to columns: Int, isUnicode: Bool) -> String {
        guard width(text) > columns else { return text }
        let ellipsis = isUnicode ? "…" : "..."
        var (result, used) = ("", ellipsis.count)
        for character in text {
            used += width(character)
            guard used <= columns else { break }
            result.append(character)
        }
        return columns < ellipsis.count ? "" : result + ellipsis
    }

    /// Returns the number of rows that lines take on a terminal of a width, on which they may wrap.
    static func rows(of lines: [String], width columns: Int) -> Int {
        lines.reduce(0) { $0 + max(1, (width($1) + columns - 1) / max(1, columns)) }
    }
}
