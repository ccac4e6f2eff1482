/// The kind of a column of features.
public enum ColumnKind: String, Sendable, Codable, CaseIterable {
    /// Numbers.
    case number
    /// Names of categories.
    case category
    /// Dates and times.
    case date
}

/// The cells of a column of features, any of which may be missing.
public enum FeatureColumn: Sendable, Equatable {
    /// Numbers; NaN is a missing cell.
    case numbers([Double])

    /// Categories.
    case categories(CategoryColumn)

    /// Dates and times in seconds since 1970-01-01 00:00:00 UTC; NaN is a missing cell.
    case dates([Double])

    /// The kind of the column.
    public var kind: ColumnKind {
        switch self {
        case .numbers: .number
        case .categories: .category
        case .dates: .date
        }
    }

    /// The number of rows.
    public var count: Int {
        switch self {
        case .numbers(let cells), .dates(let cells): cells.count
        case .categories(let column): column.codes.count
        }
    }

    /// The numbers or seconds of the rows; nil for categories.
    public var numbers: [Double]? {
        switch self {
        case .numbers(let cells), .dates(let cells): cells
        case .categories: nil
        }
    }

    /// The categories; nil for numbers and dates.
    public var categories: CategoryColumn? {
        if case .categories(let column) = self { column } else { nil }
    }

    /// The first row whose cell is missing; nil if no cell is.
    public var firstMissing: Int? {
        switch self {
        case .numbers(let cells), .dates(let cells): cells.firstIndex { $0.isNaN }
        case .categories(let column): column.codes.firstIndex { $0 < 0 }
        }
    }

    /// The first row whose number is infinite; nil if there is none.
    package var firstInfinite: Int? { numbers?.firstIndex { $0.isInfinite } }

    /// Returns the cells of the rows at the given indices.
    public func rows(at indices: [Int]) -> FeatureColumn {
        switch self {
        case .numbers(let cells): .numbers(indices.map { cells[$0] })
        case .dates(let cells): .dates(indices.map { cells[$0] })
        case .categories(let column): .categories(column.rows(at: indices))
        }
    }
}

/// A column of categories: their names, and a code for each row.
public struct CategoryColumn: Sendable, Equatable {
    /// The distinct names, in the order of ``Labels/sorted(_:)``.
    ///
    /// Some may have no rows.
    public let names: [String]

    /// The index in ``names`` of each row's category; -1 if the cell is missing.
    public let codes: [Int32]

    /// Creates a column of the given texts; nil is a missing cell.
    ///
    /// - Complexity: O(n log n).
    public init(_ texts: [String?]) {
        let names = Labels.sorted(Set(texts.lazy.compactMap { $0.map { ExactText($0) } }).map(\.text))
        let codeOf = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { (ExactText($1), Int32($0)) })
        self.names = names
        codes = texts.map { text in text.flatMap { codeOf[ExactText($0)] } ?? -1 }
    }

    /// Creates a column of known categories, whose names are distinct and sorted; each code must be an index of `names`
    /// or -1.
    public init(names: [String], codes: [Int32]) {
        guard codes.allSatisfy({ $0 >= -1 && $0 < names.count }) else {
            fatalError("every code must be an index of the names, or -1")
        }
        self.names = names
        self.codes = codes
    }

    /// Returns the cells of the rows at the given indices; the names are shared.
    public func rows(at indices: [Int]) -> CategoryColumn {
        CategoryColumn(names: names, codes: indices.map { codes[$0] })
    }

    /// Returns whether the names, by bytes, and the codes are equal.
    public static func == (left: CategoryColumn, right: CategoryColumn) -> Bool {
        left.codes == right.codes && left.names.count == right.names.count
            && zip(left.names, right.names).allSatisfy { ExactText($0) == ExactText($1) }
    }

    /// The number of rows of each category.
    public var counts: [Int] {
        codes.reduce(into: [Int](repeating: 0, count: names.count)) { if $1 >= 0 { $0[Int($1)] += 1 } }
    }
}
