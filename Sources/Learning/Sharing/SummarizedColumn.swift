/// A summary of the cells of a column of one kind, to which that of other rows can be added.
protocol CellSummary: Sendable, Equatable, Codable, Validatable {
    /// The number of cells that are not missing.
    var count: Int { get }

    /// The number of missing cells.
    var missingCount: Int { get }

    /// Adds the summary of the cells of other rows.
    mutating func add(_ other: Self)
}

/// A summary of numbers, or of the seconds of dates.
protocol NumberSummary: CellSummary {
    /// Summarizes cells; those that are missing are NaN.
    init(of cells: [Double])
}

/// A summary of a column, whose type depends on the kind of the column.
enum SummarizedColumn<Numbers: NumberSummary, Dates: NumberSummary>: Sendable, Equatable, Codable {
    /// Of numbers.
    case numbers(Numbers)

    /// Of the seconds of dates.
    case dates(Dates)

    /// Of categories.
    case categories(CategoryCounts)

    /// Summarizes a column.
    ///
    /// - Complexity: O(rows).
    init(_ column: FeatureColumn) {
        switch column {
        case .numbers(let cells): self = .numbers(Numbers(of: cells))
        case .dates(let cells): self = .dates(Dates(of: cells))
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
    var count: Int { cells.count }

    /// The number of missing cells.
    var missingCount: Int { cells.missingCount }

    private var cells: any CellSummary {
        switch self {
        case .numbers(let numbers): numbers
        case .dates(let dates): dates
        case .categories(let categories): categories
        }
    }

    /// Throws unless the summary is consistent, and that of a number of cells.
    func validate(rows: Int) throws {
        let cells = cells
        try cells.validate()
        try cells.require(
            cells.missingCount >= 0 && (0...rows).contains(cells.count)
                && rows - cells.count == cells.missingCount,
            "a column does not have \(rows) rows")
    }

    /// Adds the summary of other rows; a column of another kind is a programming error.
    mutating func add(_ other: Self) {
        switch (self, other) {
        case (.numbers(var numbers), .numbers(let others)):
            numbers.add(others)
            self = .numbers(numbers)
        case (.dates(var dates), .dates(let others)):
            dates.add(others)
            self = .dates(dates)
        case (.categories(var categories), .categories(let others)):
            categories.add(others)
            self = .categories(categories)
        default: fatalError("a column is of \(kind.words) in some rows, and of \(other.kind.words) in others")
        }
    }
}
