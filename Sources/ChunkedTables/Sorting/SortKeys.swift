internal import Tabular

/// The values by which the rows of a chunk are ordered, in a form that is compared fast.
///
/// Each value becomes a word of 64 bits: words that differ are in the order of their values. Numbers with equal words are
/// equal. Texts with equal words have the same first eight bytes, and are compared as a whole.
struct SortKeys: Sendable {
    private let orders: [ColumnOrder]

    /// The words of each order.
    private let words: [[UInt64]]

    /// The codes of each order by texts, which are empty for others; and the texts.
    private let codes: [[Int32]]
    private let texts: [CategoryBuilder]
    private let areTexts: [Bool]

    /// The number of rows.
    let rows: Int

    /// The word of missing values, which are last in either direction.
    private static let missing = UInt64.max

    /// Creates the keys of the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The rows.
    ///   - orders: The orders, at least one.
    init(_ chunk: TableChunk, orders: [ColumnOrder]) {
        self.orders = orders
        rows = chunk.rows
        let columns = orders.map { chunk.columns[$0.place] }
        (codes, texts) = (columns.map(\.codes), columns.map(\.texts))
        areTexts = columns.map { $0.kind == .text }
        words = zip(columns, orders).map { Self.words(of: $0, isDescending: $1.isDescending) }
    }

    /// The first word of a row.
    func firstWord(of row: Int) -> UInt64 { words[0][row] }

    /// The rows in their order; rows with equal values keep theirs.
    var sortedRows: [Int] {
        words[0].enumerated().map { (word: $1, row: $0) }.sorted { one, two in
            if one.word != two.word { return one.word < two.word }
            let order = order(of: one.row, before: two.row, in: self)
            return order == 0 ? one.row < two.row : order < 0
        }.map(\.row)
    }

    /// Compares a row with one of other keys for the same orders: -1 if it is first, 0 if they are equal, otherwise 1.
    func order(of row: Int, before other: Int, in keys: SortKeys) -> Int {
        for level in words.indices {
            let (one, two) = (words[level][row], keys.words[level][other])
            if one != two { return one < two ? -1 : 1 }
            guard areTexts[level] else { continue }
            let (code, otherCode) = (codes[level][row], keys.codes[level][other])
            if code < 0 || otherCode < 0 {
                // A word of a text may be that of missing values.
                if code < 0, otherCode < 0 { continue }
                return code < 0 ? 1 : -1
            }
            let order = texts[level].withText(of: Int(code)) { text in
                keys.texts[level].withText(of: Int(otherCode)) { text.compared(to: $0) }
            }
            if order != 0 { return orders[level].isDescending ? -order : order }
        }
        return 0
    }

    private static func words(of column: TableChunk.Column, isDescending: Bool) -> [UInt64] {
        guard column.kind == .text else {
            return column.numbers.map { word(of: $0, isDescending: isDescending) }
        }
        let prefixes = (0..<column.texts.count).map { code in
            let prefix = column.texts.withText(of: code) { text in
                (0..<8).reduce(UInt64(0)) { $0 << 8 | ($1 < text.count ? UInt64(text[$1]) : 0) }
            }
            return isDescending ? ~prefix : prefix
        }
        return column.codes.map { $0 < 0 ? missing : prefixes[Int($0)] }
    }

    /// The bits of a number, so that words are in the order of numbers.
    private static func word(of number: Double, isDescending: Bool) -> UInt64 {
        if number.isNaN { return missing }
        // Adding 0 turns minus zero into zero.
        let bits = (number + 0).bitPattern
        let word = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        return isDescending ? ~word : word
    }
}
