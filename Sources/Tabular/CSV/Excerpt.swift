/// The text of a cell, shortened for messages.
enum Excerpt {
    /// The maximum number of characters of a cell in a message.
    static let limit = 40

    /// Returns the beginning of a cell on one line, with an ellipsis if the cell is longer.
    static func of(_ bytes: some Collection<UInt8>) -> String {
        // A character may take several bytes. The limit avoids decoding a huge cell.
        let text = String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self)
        let shown = text.prefix(limit).map { $0.isNewline ? "⏎" : $0 }
        return String(shown) + (shown.count < text.count ? "…" : "")
    }
}
