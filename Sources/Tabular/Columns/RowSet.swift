/// A set of row indices with one bit per row; an empty set takes no memory.
public struct RowSet: Sendable, Equatable {
    private var words: [UInt64] = []

    /// The number of rows in the set.
    public private(set) var count = 0

    /// Whether the set is empty.
    public var isEmpty: Bool { count == 0 }

    /// Whether a row is in the set.
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
