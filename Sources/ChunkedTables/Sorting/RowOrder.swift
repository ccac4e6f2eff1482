internal import Learning

/// The order of the rows of a result by a column.
public struct RowOrder: Sendable, Hashable {
    /// The name of the column.
    public let column: String

    /// Whether the greatest values are first.
    public let isDescending: Bool

    /// Creates an order.
    ///
    /// Missing values are last in either direction, and rows with equal values keep their order. Texts are compared as bytes.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - isDescending: Whether the greatest values are first.
    public init(_ column: String, isDescending: Bool = false) {
        (self.column, self.isDescending) = (column, isDescending)
    }
}

/// A ``RowOrder`` with the position of its column.
struct ColumnOrder: Sendable, Hashable {
    let place: Int
    let isDescending: Bool
}

extension [RowOrder] {
    /// Returns the positions of the columns among some names.
    ///
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``.
    func columns(among names: [String]) throws -> [ColumnOrder] {
        try map { order in
            guard let place = names.firstIndex(where: { ExactText($0) == ExactText(order.column) }) else {
                throw ChunkedTableError.unknownColumn(
                    name: order.column, advice: advice(for: order.column, among: names))
            }
            return ColumnOrder(place: place, isDescending: order.isDescending)
        }
    }
}

extension TableChunk {
    /// Returns the rows in an order, or the first of them.
    ///
    /// - Parameters:
    ///   - orders: The orders, of which each decides between rows that are equal by those before.
    ///   - limit: The number of rows; nil for all.
    func sorted(by orders: [ColumnOrder], limit: Int? = nil) -> TableChunk {
        if orders.isEmpty { return limit.map(prefix) ?? self }
        let keys = SortKeys(self, orders: orders)
        return self.rows(at: Array(keys.sortedRows.prefix(limit ?? rows)))
    }
}
