internal import Learning

/// The rows of a table in groups with equal keys.
///
/// Rows with a missing key are in no group, as in pandas.
public struct GroupedTable: Sendable {
    let table: ChunkedTable
    let keys: [String]

    /// Returns statistics of the groups.
    ///
    /// - Parameter aggregations: The statistics, at least one.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or a statistic is not defined for its kind.
    public func aggregated(_ aggregations: Aggregation...) throws -> TableSummary {
        try aggregated(aggregations)
    }

    /// Returns statistics of the groups.
    ///
    /// - Parameter aggregations: The statistics, at least one.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or a statistic is not defined for its kind.
    public func aggregated(_ aggregations: [Aggregation]) throws -> TableSummary {
        try summary(aggregations, order: .keys)
    }

    func summary(_ aggregations: [Aggregation], order: TableSummary.Order) throws -> TableSummary {
        if aggregations.isEmpty { throw ChunkedTableError.noStatistics }
        let kinds = Dictionary(table.columns.map { (ExactText($0.name), $0.kind) }) { first, _ in first }
        for aggregation in aggregations {
            guard let column = aggregation.column else { continue }
            if let probability = aggregation.probability, !(0...1).contains(probability) {
                throw ChunkedTableError.probability(column: column, found: probability)
            }
            let kind = try kinds[ExactText(column)] ?? table.column(column).kind
            if let need = aggregation.statistic.need(unmetBy: kind) {
                throw ChunkedTableError.statisticKind(
                    statistic: aggregation.phrase, column: column, found: kind.phrase,
                    expected: need)
            }
        }
        if let name = (keys + aggregations.map(\.name)).firstRepeated {
            throw ChunkedTableError.duplicateColumn(name: name)
        }
        return TableSummary(table: table, keys: keys, aggregations: aggregations, order: order)
    }
}

extension ChunkedTable {
    /// Groups the rows by the values of columns.
    ///
    /// - Parameter keys: The names of the columns.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``.
    public func grouped(by keys: String...) throws -> GroupedTable { try grouped(by: keys) }

    /// Groups the rows by the values of columns.
    ///
    /// - Parameter keys: The names of the columns; none for one group of all rows.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``.
    public func grouped(by keys: [String]) throws -> GroupedTable {
        for key in keys { _ = try column(key) }
        return GroupedTable(table: self, keys: keys)
    }

    /// Returns statistics of all rows, as a table with one row.
    ///
    /// - Parameter aggregations: The statistics, at least one.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or a statistic is not defined for its kind.
    public func aggregated(_ aggregations: Aggregation...) throws -> TableSummary {
        try aggregated(aggregations)
    }

    /// Returns statistics of all rows, as a table with one row.
    ///
    /// - Parameter aggregations: The statistics, at least one.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or a statistic is not defined for its kind.
    public func aggregated(_ aggregations: [Aggregation]) throws -> TableSummary {
        try GroupedTable(table: self, keys: []).aggregated(aggregations)
    }

    /// Counts the rows with each value of a column, the commonest first, and equally common ones in ascending order.
    ///
    /// The columns of the result are the values and `count`. Missing values are not counted.
    ///
    /// - Parameter column: The name of the column.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)``.
    public func valueCounts(_ column: String) throws -> TableSummary {
        try grouped(by: column).summary([.rows], order: .rows)
    }
}
