/// The categories of a column in the training rows, in sorted order; a missing cell is a category, the last one.
struct LearnedCategories: Sendable, Equatable, Codable {
    /// The values of the categories.
    enum Values: Sendable, Equatable, Codable {
        /// Names of categories.
        case names([String])

        /// Numbers, of a column of numbers.
        case numbers([Double])

        /// Seconds, of a column of dates.
        case dates([Double])
    }

    /// The categories with a value.
    let values: Values

    /// Whether a training cell is missing.
    let hasMissing: Bool

    /// The number of rows of each category.
    let counts: [Int]

    /// The number of categories, including the missing one.
    var count: Int { valueCount + (hasMissing ? 1 : 0) }

    /// The number of categories with a value.
    var valueCount: Int {
        switch values {
        case .names(let names): names.count
        case .numbers(let numbers), .dates(let numbers): numbers.count
        }
    }

    /// The kind of the column.
    var kind: ColumnKind {
        switch values {
        case .names: .category
        case .numbers: .number
        case .dates: .date
        }
    }

    /// The text of a category: its name or number, or `nan` for the missing one.
    func text(of category: Int) -> String {
        guard category < valueCount else { return "nan" }
        switch values {
        case .names(let names): return names[category]
        case .numbers(let numbers), .dates(let numbers): return numbers[category].description
        }
    }

    /// Creates categories.
    ///
    /// - Parameters:
    ///   - values: The values, in sorted order.
    ///   - counts: The number of rows of each.
    ///   - missingCount: The number of missing cells.
    init(_ values: Values, counts: [Int], missingCount: Int) {
        self.values = values
        hasMissing = missingCount > 0
        self.counts = counts + (missingCount > 0 ? [missingCount] : [])
    }

    /// Collects the categories of a column.
    ///
    /// - Complexity: O(n).
    init(of column: FeatureColumn) { self.init(of: ColumnValues.Column(column)) }

    /// Collects the categories of the values of a column.
    ///
    /// - Complexity: O(categories) for names; O(n) for numbers.
    init(of column: ColumnValues.Column) {
        switch column {
        case .categories(let categories): self.init(of: categories)
        case .numbers(let numbers):
            let (values, counts) = numbers.distinct
            self.init(.numbers(values), counts: counts, missingCount: numbers.missingCount)
        case .dates(let seconds):
            let (values, counts) = seconds.distinct
            self.init(.dates(values), counts: counts, missingCount: seconds.missingCount)
        }
    }

    /// Returns the index of each cell's category; -1 if it is unknown.
    ///
    /// - Complexity: O(n) for names, besides O(categories); O(n log categories) for numbers.
    func indices(of column: FeatureColumn) -> [Int32] {
        let missing = hasMissing ? Int32(valueCount) : -1
        switch (column, values) {
        case (.categories(let column), .names(let names)):
            let known = Dictionary(
                names.enumerated().map { (ExactText($1), Int32($0)) }, uniquingKeysWith: { $1 })
            let places = column.names.map { known[ExactText($0)] ?? -1 }
            return column.codes.map { $0 < 0 ? missing : places[Int($0)] }
        case (.numbers(let cells), .numbers(let values)), (.dates(let cells), .dates(let values)):
            return cells.map { $0.isNaN ? missing : values.sortedIndex(of: $0).map(Int32.init) ?? -1 }
        default: return [Int32](repeating: -1, count: column.count)
        }
    }

    /// Throws ``LearningError/unknownCategory(step:column:name:row:)`` for the first cell whose category is unknown.
    ///
    /// - Parameters:
    ///   - indices: The indices of the cells' categories.
    ///   - cells: The cells.
    ///   - column: The index of the column, for the error.
    ///   - step: The kind of the step, for the error.
    static func requireKnown(
        _ indices: [Int32], of cells: FeatureColumn, column: Int, step: String
    ) throws {
        guard let row = indices.firstIndex(where: { $0 < 0 }) else { return }
        throw LearningError.unknownCategory(
            step: step, column: column, name: text(of: cells, row: row), row: row)
    }

    private static func text(of column: FeatureColumn, row: Int) -> String {
        switch column {
        case .categories(let column):
            column.codes[row] < 0 ? "nan" : column.names[Int(column.codes[row])]
        case .numbers(let cells), .dates(let cells): cells[row].description
        }
    }
}

extension LearnedCategories: Validatable {
    /// Throws unless the values are distinct and sorted, and each category has a count.
    func validate() throws {
        try require(counts.count == count, "\(count) categories require as many counts, not \(counts.count)")
        try require(count > 0, "there are no categories")
        switch values {
        case .names(let names):
            try require(
                Set(names.map { ExactText($0) }).count == names.count, "two categories have the same name")
        case .numbers(let numbers), .dates(let numbers):
            try require(
                numbers.allSatisfy(\.isFinite) && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 },
                "categories must be ascending numbers")
        }
    }
}

extension [Double] {
    /// Returns the index of a value in a sorted array; nil if it is not an element.
    fileprivate func sortedIndex(of value: Double) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value ? low : nil
    }
}
