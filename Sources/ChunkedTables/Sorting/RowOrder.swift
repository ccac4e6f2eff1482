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

extension TableChunk {
    /// Returns the rows in an order, or the first of them.
    ///
    /// - Parameters:
    ///   - orders: The orders, of which each decides between rows that are equal by those before.
    ///   - names: The names of the columns.
    ///   - limit: The number of rows; nil for all.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``.
    func sorted(by orders: [RowOrder], names: [String], limit: Int?) throws -> TableChunk {
        let ranks = try orders.map { order in
            guard let place = names.firstIndex(where: { ExactText($0) == ExactText(order.column) }) else {
                throw ChunkedTableError.unknownColumn(
                    name: order.column, advice: advice(for: order.column, among: names))
            }
            return columns[place].ranks(isDescending: order.isDescending)
        }
        if ranks.isEmpty { return limit.map(prefix) ?? self }
        let indices = (0..<rows).sorted { one, two in
            for rank in ranks where rank[one] != rank[two] { return rank[one] < rank[two] }
            return one < two
        }
        return rows(at: Array(indices.prefix(limit ?? rows)))
    }
}

extension TableChunk.Column {
    /// Numbers that are in the order of the values.
    fileprivate func ranks(isDescending: Bool) -> [Double] {
        guard kind == .text else {
            return numbers.map { $0.isNaN ? .infinity : isDescending ? -$0 : $0 }
        }
        let order = (0..<texts.count).sorted { one, two in
            texts.withText(of: one) { one in texts.withText(of: two) { one.compared(to: $0) < 0 } }
        }
        var ranks = [Double](repeating: 0, count: order.count)
        for (rank, code) in order.enumerated() { ranks[code] = Double(isDescending ? -rank : rank) }
        return codes.map { $0 < 0 ? .infinity : ranks[Int($0)] }
    }
}
