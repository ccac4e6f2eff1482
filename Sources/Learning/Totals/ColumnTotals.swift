/// Totals of each column of some rows: the number of missing cells, the sum of the numbers, and the number of rows of each
/// category.
///
/// Its size does not depend on the number of rows. Means, constants and categories are fitted to it where the values of a
/// column need not fit in memory (``TotalsEstimator``).
package struct ColumnTotals: ColumnSummary, Equatable {
    /// `column-totals`.
    package static let kind = "column-totals"

    /// The number of rows.
    package private(set) var rowCount: Int

    private(set) var columns: [Column]

    /// The totals of a column.
    typealias Column = SummarizedColumn<NumberTotals, DateTotals>

    /// Adds up the columns of n rows.
    ///
    /// - Complexity: O(rows × columns).
    package init(of x: FeatureTable) {
        rowCount = x.rowCount
        columns = x.columns.map { Column($0) }
    }

    /// Throws unless every column has as many cells as there are rows.
    package func validate() throws {
        try require(rowCount >= 0, "there are \(rowCount) rows")
        for column in columns { try column.validate(rows: rowCount) }
    }

    /// Adds the totals of other rows of the same columns.
    ///
    /// - Complexity: O(columns + categories).
    package mutating func add(_ other: ColumnTotals) {
        rowCount += other.rowCount
        for index in columns.indices { columns[index].add(other.columns[index]) }
    }
}
