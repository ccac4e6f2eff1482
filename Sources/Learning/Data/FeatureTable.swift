import LinearAlgebra

/// The features of n rows as typed columns.
public struct FeatureTable: Sendable, Equatable {
    /// The columns from left to right.
    public let columns: [FeatureColumn]

    /// The number of rows.
    public let rowCount: Int

    /// Creates a table of columns with equal numbers of rows.
    ///
    /// - Throws: ``LearningError/columnLengths(column:found:expected:)`` if a column has another number of rows than the
    ///   first.
    public init(_ columns: [FeatureColumn]) throws {
        let rows = columns.first?.count ?? 0
        if let column = columns.firstIndex(where: { $0.count != rows }) {
            throw LearningError.columnLengths(column: column, found: columns[column].count, expected: rows)
        }
        self.init(columns, rowCount: rows)
    }

    /// Creates a table of numbers.
    public init(_ matrix: Matrix) {
        self.init((0..<matrix.columns).map { .numbers(matrix[column: $0]) }, rowCount: matrix.rows)
    }

    private init(_ columns: [FeatureColumn], rowCount: Int) {
        self.columns = columns
        self.rowCount = rowCount
    }

    /// Returns the rows at the given indices, in their order.
    public func rows(at indices: [Int]) -> FeatureTable {
        FeatureTable(columns.map { $0.rows(at: indices) }, rowCount: indices.count)
    }

    /// Returns the table with the cells of one column in another order of the rows.
    func permuting(_ column: Int, by order: [Int]) -> FeatureTable {
        var columns = columns
        columns[column] = columns[column].rows(at: order)
        return FeatureTable(columns, rowCount: rowCount)
    }

    /// Returns the columns at the given indices, in their order.
    public func columns(at indices: [Int]) -> FeatureTable {
        FeatureTable(indices.map { columns[$0] }, rowCount: rowCount)
    }

    /// The numbers as a matrix; nil if a column has another kind.
    public var matrix: Matrix? {
        let numbers: [[Double]] = columns.compactMap { column in
            if case .numbers(let cells) = column { cells } else { nil }
        }
        guard numbers.count == columns.count else { return nil }
        return Matrix(rows: rowCount, columns: numbers.count) { cells in
            // A block of rows stays in the cache while its columns are copied one after another.
            for top in stride(from: 0, to: rowCount, by: 32) {
                for (column, values) in numbers.enumerated() {
                    for row in top..<min(top + 32, rowCount) {
                        cells.initializeElement(at: row * numbers.count + column, to: values[row])
                    }
                }
            }
        }
    }
}
