import Learning

/// A column as a random variable: numbers or classes, any of which may be missing.
enum Variable {
    /// Numbers; NaN is a missing cell.
    case numbers([Double])

    /// The class of each row, below `count`; -1 is a missing cell.
    case classes([Int32], count: Int)

    /// The largest number of distinct integers that are classes as a target.
    private static let maxIntegerClasses = 20

    /// The cells of a column: classes if they are categories, or a few integers as a target.
    init(_ column: Column, isTarget: Bool = false) {
        switch column.values {
        case .text(let categories):
            if column.kind == .date, let dates = categories.dates {
                self = .numbers(dates)
            } else {
                self = .classes(categories.codes, count: categories.count)
            }
        case .integer(let cells):
            let counts = isTarget ? ValueCounts(cells, missing: column.missing) : nil
            if let counts, column.declaredKind != .number, counts.values.count <= Self.maxIntegerClasses {
                let codeOf = Dictionary(
                    uniqueKeysWithValues: counts.values.enumerated().map { (Int32($1), Int32($0)) })
                let codes = cells.enumerated().map { row, cell in
                    column.missing.contains(row) ? -1 : codeOf[cell] ?? -1
                }
                self = .classes(codes, count: counts.values.count)
            } else {
                self = .numbers(column.numbersOrMissing)
            }
        case .real: self = .numbers(column.numbersOrMissing)
        }
    }
}
