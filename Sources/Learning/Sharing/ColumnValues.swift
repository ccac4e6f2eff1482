import LinearAlgebra

/// The values of each column of some rows: the numbers in ascending order, and the number of rows of each category.
///
/// Medians, quantiles and categories are fitted to it: it tells everything about a column but the order of its rows.
public struct ColumnValues: ColumnSummary, Equatable {
    /// `column-values`.
    public static let kind = "column-values"

    /// True: it has all numbers.
    public static let growsWithRows = true

    /// The number of rows.
    public private(set) var rowCount: Int

    private(set) var columns: [Column]

    /// The values of a column.
    typealias Column = SummarizedColumn<AscendingNumbers, AscendingNumbers>

    /// The number of columns.
    public var columnCount: Int { columns.count }

    /// Returns the numbers below which some percentages of a column's numbers lie, interpolated linearly between two
    /// numbers as by `numpy.percentile`; nil for a column of categories, and for one without any number.
    ///
    /// - Parameters:
    ///   - percentages: From 0 to 100, in any order.
    ///   - column: The index of the column.
    /// - Complexity: O(percentages × blocks × log² rows) for a sum of several blocks of rows.
    public func quantiles(_ percentages: [Double], ofColumn column: Int) -> [Double]? {
        guard percentages.allSatisfy((0...100).contains) else {
            fatalError("percentages must be from 0 to 100, not \(percentages)")
        }
        switch columns[column] {
        case .numbers(let numbers) where !numbers.isEmpty, .dates(let numbers) where !numbers.isEmpty:
            return numbers.linear(percentages: percentages)
        default: return nil
        }
    }

    /// The columns of numbers.
    var numbers: [AscendingNumbers] {
        columns.compactMap { if case .numbers(let numbers) = $0 { numbers } else { nil } }
    }

    /// Collects the values of n rows.
    ///
    /// - Complexity: O(rows × columns).
    public init(of x: FeatureTable) {
        rowCount = x.rowCount
        columns = x.columns.map { Column($0) }
    }

    /// Throws unless all numbers are in ascending order, and no number of rows is negative.
    public func validate() throws {
        try require(rowCount >= 0, "there are \(rowCount) rows")
        for column in columns { try column.validate(rows: rowCount) }
    }

    /// Adds the values of other rows of the same columns.
    ///
    /// - Complexity: O(categories); numbers are not copied.
    public mutating func add(_ other: ColumnValues) {
        rowCount += other.rowCount
        for index in columns.indices { columns[index].add(other.columns[index]) }
    }
}
