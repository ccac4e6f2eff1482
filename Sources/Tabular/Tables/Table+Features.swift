import Learning
import LinearAlgebra

extension Table {
    /// Returns the named columns as features, in the order of the names.
    ///
    /// Columns of numbers alone are a matrix. Missing numbers are NaN.
    ///
    /// - Parameters:
    ///   - names: The names of the columns.
    ///   - kinds: The kind of each column; nil to use numbers for columns of numbers, and categories for text.
    /// - Throws: ``TabularError/missingFeatures(file:names:)`` with all missing names, or an error for the first cell
    ///   that is infinite or not of the required kind.
    /// - Complexity: O(rows × columns).
    public func features(including names: [String], kinds: [ColumnKind]? = nil) throws -> Features {
        let absent = names.filter { self[$0] == nil }
        if !absent.isEmpty { throw TabularError.missingFeatures(file: name, names: absent) }
        let columns = names.compactMap { self[$0] }
        let kinds = kinds ?? columns.map(\.inferredKind)
        guard kinds.allSatisfy({ $0 == .number }) else {
            return .table(try FeatureTable(zip(columns, kinds).map { try $0.feature(as: $1) }))
        }
        for column in columns { try column.checkNumbersOrMissing(as: .feature) }
        return .matrix(
            Matrix(rows: rowCount, columns: columns.count) { cells in
                // A block of rows stays in the cache while its columns are filled one after another.
                let height = 32
                for top in stride(from: 0, to: rowCount, by: height) {
                    let rows = top..<min(top + height, rowCount)
                    for (position, column) in columns.enumerated() {
                        column.copyNumbers(
                            of: rows, to: cells, from: top * columns.count + position, by: columns.count)
                    }
                }
            })
    }

    /// Returns all columns except the named ones as features, in the order of the table.
    ///
    /// - Parameter names: The names of the columns to exclude.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``, or an error for the first cell that is infinite.
    /// - Complexity: O(rows × columns).
    public func features(excluding names: [String]) throws -> Features {
        try features(including: featureNames(excluding: names))
    }

    /// The names of all columns except the given ones, which must exist.
    func featureNames(excluding names: [String]) throws -> [String] {
        let excluded = Set(try names.map { ExactText(try column(named: $0).name) })
        return columnNames.filter { !excluded.contains(ExactText($0)) }
    }
}

extension Column {
    /// Writes the numbers of a range of rows to every `step`th element of a matrix.
    fileprivate func copyNumbers(
        of rows: Range<Int>, to cells: UnsafeMutableBufferPointer<Double>, from start: Int, by step: Int
    ) {
        var index = start
        switch values {
        case .integer(let values):
            for row in rows {
                cells.initializeElement(at: index, to: Double(values[row]))
                index += step
            }
            // An integer column stores 0 for a missing cell.
            guard !missing.isEmpty else { return }
            for (place, row) in rows.enumerated() where missing.contains(row) {
                cells[start + place * step] = .nan
            }
        case .real(let values):
            for row in rows {
                cells.initializeElement(at: index, to: values[row])
                index += step
            }
        case .text: preconditionFailure("text column '\(name)' has no text cell")
        }
    }
}

extension Column {
    /// The kind of the column as a feature: numbers or dates if all cells are, and otherwise categories.
    var inferredKind: ColumnKind {
        guard case .text(let categories) = values else { return .number }
        return categories.count > 0 && categories.dates != nil ? .date : .category
    }

    /// Returns the cells as a column of features.
    ///
    /// - Throws: ``TabularError`` for the first cell that is infinite, or not of the kind.
    func feature(as kind: ColumnKind) throws -> FeatureColumn {
        switch kind {
        case .number:
            try checkNumbersOrMissing(as: .feature)
            return .numbers(try numbersOrMissing)
        case .category: return .categories(categoryColumn)
        case .date:
            guard case .text(let categories) = values, let dates = categories.dates else {
                throw TabularError.notDates(column: name, found: firstNonDate ?? "")
            }
            return .dates(dates)
        }
    }

    /// The first cell that is not a date.
    private var firstNonDate: String? {
        (0..<count).lazy.compactMap { self[$0] }.first { DateParser.seconds($0) == nil }
    }

    /// The cells as numbers, with NaN for missing cells.
    private var numbersOrMissing: [Double] {
        get throws {
            switch values {
            case .integer(let values):
                return values.enumerated().map { missing.contains($0) ? .nan : Double($1) }
            case .real(let values): return values
            case .text: preconditionFailure("text column '\(name)' has no text cell")
            }
        }
    }

    /// The cells as categories with sorted names.
    private var categoryColumn: CategoryColumn {
        switch values {
        case .text(let categories):
            let names = categories.names
            let sorted = Labels.sorted(names)
            let codeOf = Dictionary(
                uniqueKeysWithValues: sorted.enumerated().map { (ExactText($1), Int32($0)) })
            let places = names.map { codeOf[ExactText($0)] ?? -1 }
            return CategoryColumn(
                names: sorted, codes: categories.codes.map { $0 < 0 ? -1 : places[Int($0)] })
        case .integer, .real: return CategoryColumn((0..<count).map { self[$0] })
        }
    }
}
