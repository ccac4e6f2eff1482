import Learning

/// A column with its description, from which warnings follow.
struct ExaminedColumn {
    /// The number of categories in a description.
    private static let shownCategories = 10

    /// The number of categories above which a warning is given: one-hot encoding makes a column of each.
    private static let manyCategories = 100

    /// The fraction of distinct cells above which a column is an identifier.
    private static let identifierFraction = 0.95

    /// The fraction of numbers above which a column of text is likely to be meant as numbers.
    private static let numberFraction = 0.8

    /// The number of rows below which distinct cells do not make an identifier.
    private static let fewRows = 20

    let column: Column
    let description: ColumnDescription

    /// The number of cells of a column of text that are numbers.
    private let numberCells: Int

    init(_ column: Column, decimal: ReadingOptions.DecimalMark) {
        self.column = column
        let kind = column.kind
        var (distinct, numberCells) = (0, 0)
        var (numbers, categories, dates): (NumberSummary?, [CategoryCount]?, DateRange?)
        switch (column.values, kind) {
        case (.integer(let cells), .number):
            let counts = ValueCounts(cells, missing: column.missing)
            (distinct, numbers) = (counts.values.count, NumberSummary(counts))
        case (.real(let cells), _):
            let counts = ValueCounts(cells)
            (distinct, numbers) = (counts.values.count, NumberSummary(counts))
        case (.text(let texts), .date):
            (distinct, dates) = texts.dateRange
        case (.text(let texts), _):
            let counts = texts.counts
            distinct = texts.count
            categories = texts.commonest(Self.shownCategories, counts: counts)
            numberCells = texts.numberCells(counts: counts, decimal: decimal)
        default: break  // A column without any cell.
        }
        self.numberCells = numberCells
        description = ColumnDescription(
            name: column.name, kind: kind, missing: column.missing.count, distinct: distinct,
            numbers: numbers, categories: kind == .category ? categories ?? [] : nil, dates: dates)
    }

    private var present: Int { column.count - column.missing.count }

    /// Whether the cells are distinct in nearly every row, and text or consecutive integers.
    var isIdentifier: Bool {
        let distinct = Double(description.distinct)
        guard present >= Self.fewRows, distinct >= Self.identifierFraction * Double(present) else {
            return false
        }
        switch column.values {
        case .integer:
            guard let numbers = description.numbers else { return false }
            return (numbers.maximum - numbers.minimum + 1) * Self.identifierFraction <= distinct
        case .real: return false
        case .text: return description.kind == .category
        }
    }

    /// The warnings about the column; a target may be an identifier.
    func warnings(isTarget: Bool) -> [TableWarning] {
        let name = column.name
        var warnings: [TableWarning] = []
        if present == 0 {
            warnings.append(.init(.empty, name, "has no values: every cell is missing"))
        } else if description.distinct == 1 {
            let rest = description.missing > 0 ? "every cell that is not missing" : "every row"
            warnings.append(.init(.constant, name, "has the same value in \(rest)"))
        }
        if isIdentifier, !isTarget {
            warnings.append(
                .init(
                    .identifier, name,
                    "has \(description.distinct) distinct values in \(present) rows, like an identifier; "
                        + "ignore it with --ignore '\(name)'"))
        } else if description.kind == .category, description.distinct > Self.manyCategories {
            warnings.append(.init(.manyCategories, name, "has \(description.distinct) categories"))
        }
        if let warning = textAmongNumbers { warnings.append(warning) }
        if let infinite = description.numbers?.infinite, infinite > 0 {
            warnings.append(
                .init(.infinite, name, "has \(infinite) infinite \(infinite == 1 ? "number" : "numbers")"))
        }
        return warnings
    }

    /// The warning that a few texts make a column text; names the first.
    private var textAmongNumbers: TableWarning? {
        guard description.kind == .category, column.declaredKind == nil, numberCells < present,
            Double(numberCells) >= Self.numberFraction * Double(present),
            let cell = column.irregularities.text
        else { return nil }
        let count = present - numberCells
        return TableWarning(
            .textAmongNumbers, column.name,
            "is text because of \(count) \(count == 1 ? "cell" : "cells") among numbers, the first on line "
                + "\(cell.position.line): '\(cell.found)'; if it marks a missing cell, use --missing '\(cell.found)'"
        )
    }
}
