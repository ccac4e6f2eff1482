/// A column of text: each distinct text once, and for each row which it is.
public struct Categories: Sendable, Equatable {
    /// For each row the index of its text, in the order in which the texts first occur; -1 if the cell is missing.
    public let codes: [Int32]

    /// The UTF-8 of all texts in a row: a column of many short texts would take several times the room as strings.
    let utf8: [UInt8]

    /// For each text the index in ``utf8`` behind it.
    let ends: [Int]

    /// The number of distinct texts, as bytes.
    public var count: Int { ends.count }

    /// The text of a code.
    public subscript(code: Int) -> String {
        String(decoding: utf8[(code == 0 ? 0 : ends[code - 1])..<ends[code]], as: UTF8.self)
    }

    /// The distinct texts in the order of their codes.
    public var names: [String] { (0..<count).map { self[$0] } }
}
