/// The rows of a column whose cells are missing, with one bit per row; a column without missing cells needs no memory.
public struct MissingCells: Sendable, Equatable {
    private var words: [UInt64] = []

    /// The number of missing cells.
    public private(set) var count = 0

    /// Whether no cell is missing.
    public var isEmpty: Bool { count == 0 }

    /// Whether the cell of a row is missing.
    public func contains(_ row: Int) -> Bool {
        row >> 6 < words.count && words[row >> 6] & (1 << UInt64(row & 63)) != 0
    }

    mutating func insert(_ row: Int) {
        if row >> 6 >= words.count {
            words.append(contentsOf: repeatElement(0, count: row >> 6 + 1 - words.count))
        }
        if !contains(row) { count += 1 }
        words[row >> 6] |= 1 << UInt64(row & 63)
    }
}
