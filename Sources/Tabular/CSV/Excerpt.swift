/// The text of a cell as messages show it.
enum Excerpt {
    /// How many characters of a cell a message shows at most.
    static let limit = 40

    /// The beginning of a cell, with an ellipsis if there is more, on one line.
    static func of(_ bytes: some Collection<UInt8>) -> String {
        // A character may take many bytes; a few for each are plenty, and a huge cell is not decoded.
        let text = String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self)
        let shown = text.prefix(limit).map { $0.isNewline ? "⏎" : $0 }
        return String(shown) + (shown.count < text.count ? "…" : "")
    }
}
