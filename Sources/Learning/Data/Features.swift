import LinearAlgebra

/// The features of n rows: a dense matrix if all columns are numbers, and typed columns otherwise.
///
/// A step may also return numbers of which some are stored as codes.
public enum Features: Sendable, Equatable {
    /// A row for each example, a column for each feature; NaN is a missing cell.
    case matrix(Matrix)

    /// Columns of numbers, categories and dates.
    case table(FeatureTable)

    /// Numbers, of which blocks of 0 and 1 are stored as codes.
    case encoded(EncodedRows)

    /// The number of rows.
    public var rows: Int {
        switch self {
        case .matrix(let matrix): matrix.rows
        case .table(let table): table.rowCount
        case .encoded(let encoded): encoded.rows
        }
    }

    /// The number of columns.
    public var columns: Int {
        switch self {
        case .matrix(let matrix): matrix.columns
        case .table(let table): table.columns.count
        case .encoded(let encoded): encoded.columns
        }
    }

    /// The kind of each column.
    public var kinds: [ColumnKind] {
        switch self {
        case .matrix(let matrix): [ColumnKind](repeating: .number, count: matrix.columns)
        case .table(let table): table.columns.map(\.kind)
        case .encoded(let encoded): [ColumnKind](repeating: .number, count: encoded.columns)
        }
    }

    /// The matrix, to which encoded rows are expanded; nil for typed columns.
    public var matrix: Matrix? {
        switch self {
        case .matrix(let matrix): matrix
        case .table: nil
        case .encoded(let encoded): encoded.matrix
        }
    }

    /// The features, with encoded rows expanded to a matrix.
    package var expanded: Features {
        if case .encoded(let encoded) = self { .matrix(encoded.matrix) } else { self }
    }

    /// The typed columns; those of a matrix are copied.
    public var table: FeatureTable {
        switch self {
        case .matrix(let matrix): FeatureTable(matrix)
        case .table(let table): table
        case .encoded(let encoded): FeatureTable(encoded.matrix)
        }
    }

    /// The first infinite number; nil if there is none.
    package var firstInfinite: (row: Int, column: Int, value: Double)? {
        switch self {
        case .matrix(let matrix): matrix.firstInvalidElement(accepting: .missingNumbers)
        case .table(let table): table.firstInvalidElement(accepting: .columns)
        case .encoded(let encoded): encoded.firstInvalidElement(accepting: .missingNumbers)
        }
    }

    /// Returns the rows at the given indices, in their order; an index may occur several times.
    public func rows(at indices: [Int]) -> Features {
        switch self {
        case .matrix(let matrix): .matrix(matrix.rows(at: indices))
        case .table(let table): .table(table.rows(at: indices))
        case .encoded(let encoded): .encoded(encoded.rows(at: indices))
        }
    }

    /// Returns a range of rows.
    public func rows(_ range: Range<Int>) -> Features {
        switch self {
        case .matrix(let matrix): .matrix(matrix.rows(range))
        case .table(let table): .table(table.rows(at: Array(range)))
        case .encoded(let encoded): .encoded(encoded.rows(range))
        }
    }

    /// Returns the columns at the given indices, in their order: a matrix if all of them are numbers.
    public func columns(at indices: [Int]) -> Features {
        switch self {
        case .matrix(let matrix): .matrix(matrix.columns(at: indices))
        case .table(let table): table.columns(at: indices).features
        case .encoded(let encoded): .matrix(encoded.matrix.columns(at: indices))
        }
    }
}

/// A value that can be passed as features: a matrix, a table of typed columns, or ``Features``.
public protocol FeaturesConvertible: Sendable {
    /// The value as features.
    var features: Features { get }
}

extension Features: FeaturesConvertible {
    /// The features themselves.
    public var features: Features { self }
}

extension Matrix: FeaturesConvertible {
    /// The matrix as features.
    public var features: Features { .matrix(self) }
}

extension FeatureTable: FeaturesConvertible {
    /// The table as features: a matrix if all columns are numbers.
    public var features: Features { matrix.map(Features.matrix) ?? .table(self) }
}
