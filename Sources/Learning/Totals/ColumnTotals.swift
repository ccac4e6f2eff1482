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
    enum Column: Sendable, Equatable, Codable {
        /// Numbers.
        case numbers(NumberTotals)

        /// The seconds of dates, and whether a date is not at midnight.
        case dates(NumberTotals, hasTimes: Bool)

        /// Categories.
        case categories(CategoryCounts)
    }

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
        for column in columns {
            if case .categories(let categories) = column { try categories.validate() }
            try require(
                column.valueCount >= 0 && column.missingCount >= 0
                    && column.valueCount + column.missingCount == rowCount,
                "a column does not have \(rowCount) rows")
        }
    }

    /// Adds the totals of other rows of the same columns.
    ///
    /// - Complexity: O(columns + categories).
    package mutating func add(_ other: ColumnTotals) {
        rowCount += other.rowCount
        for index in columns.indices { columns[index].add(other.columns[index]) }
    }
}

extension ColumnTotals.Column {
    /// Adds up the cells of a column.
    init(_ column: FeatureColumn) {
        switch column {
        case .numbers(let cells): self = .numbers(NumberTotals(of: cells))
        case .dates(let cells): self = .dates(NumberTotals(of: cells), hasTimes: cells.haveTimes)
        case .categories(let column): self = .categories(CategoryCounts(of: column))
        }
    }

    /// The kind of the column.
    var kind: ColumnKind {
        switch self {
        case .numbers: .number
        case .dates: .date
        case .categories: .category
        }
    }

    /// The number of cells that are not missing.
    var valueCount: Int {
        switch self {
        case .numbers(let totals), .dates(let totals, _): totals.count
        case .categories(let categories): categories.counts.reduce(0, +)
        }
    }

    /// The number of missing cells.
    var missingCount: Int {
        switch self {
        case .numbers(let totals), .dates(let totals, _): totals.missingCount
        case .categories(let categories): categories.missingCount
        }
    }

    /// Adds the totals of other rows; a column of another kind is a programming error.
    fileprivate mutating func add(_ other: Self) {
        switch (self, other) {
        case (.numbers(var totals), .numbers(let others)):
            totals.add(others)
            self = .numbers(totals)
        case (.dates(var totals, let hasTimes), .dates(let others, let haveTimes)):
            totals.add(others)
            self = .dates(totals, hasTimes: hasTimes || haveTimes)
        case (.categories(var categories), .categories(let others)):
            categories.add(others)
            self = .categories(categories)
        default: fatalError("a column is of \(kind.words) in some rows, and of \(other.kind.words) in others")
        }
    }
}

extension [Double] {
    /// Whether one of the seconds is not at midnight.
    var haveTimes: Bool { contains { !$0.isNaN && $0.remainder(dividingBy: 86_400) != 0 } }
}
