import Learning
import LinearAlgebra

extension Table {
    /// Returns the named columns as features, in the order of the names.
    ///
    /// Columns of numbers alone are a matrix. Missing numbers are NaN.
    ///
    /// - Parameters:
    ///   - names: The names of the columns.
    ///   - kinds: The kind of each column; nil for ``Column/kind``. As categories, numbers have their spelling in the
    ///     file, which is read again if it may differ from the usual one.
    /// - Throws: ``TabularError/missingFeatures(file:names:)`` with all missing names, or an error for the first cell
    ///   that is infinite or not of the required kind.
    /// - Complexity: O(rows × columns).
    public func features(including names: [String], kinds: [ColumnKind]? = nil) throws -> Features {
        let absent = names.filter { self[$0] == nil }
        if !absent.isEmpty { throw TabularError.missingFeatures(file: name, names: absent) }
        let columns = names.compactMap { self[$0] }
        let kinds = kinds ?? columns.map(\.kind)
        guard kinds.allSatisfy({ $0 == .number }) else {
            return .table(try FeatureTable(zip(columns, kinds).map { try feature($0, as: $1) }))
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

    /// Returns the named columns as a matrix, in the order of the names.
    ///
    /// - Parameter names: The names of the columns, all of whose cells must be finite numbers.
    /// - Throws: ``TabularError/missingFeatures(file:names:)`` with all missing names, or an error for the first cell
    ///   that is not a finite number.
    /// - Complexity: O(rows × columns).
    public func matrix(including names: [String]) throws -> Matrix {
        for column in names.compactMap({ self[$0] }) { try column.checkNumbers(as: .feature) }
        guard let matrix = try features(including: names, kinds: names.map { _ in .number }).matrix else {
            preconditionFailure("columns of numbers are a matrix")
        }
        return matrix
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
        case .text:
            // All cells are missing.
            for row in rows.indices {
                cells.initializeElement(at: start + (row - rows.lowerBound) * step, to: .nan)
            }
        }
    }
}

extension Table {
    /// Returns the cells of a column as a column of features.
    ///
    /// - Throws: ``TabularError`` for the first cell that is infinite, or not of the kind.
    private func feature(_ column: Column, as kind: ColumnKind) throws -> FeatureColumn {
        switch kind {
        case .number:
            try column.checkNumbersOrMissing(as: .feature)
            return .numbers(column.numbersOrMissing)
        case .category:
            let isRead = origin != nil && column.needsSpelling
            return .categories((isRead ? try spelling(of: column) : column).categoryColumn)
        case .date:
            guard let dates = column.dates else { throw notDates(column) }
            return .dates(dates)
        }
    }

    /// The error for the first cell of a column that is not a date.
    private func notDates(_ column: Column) -> TabularError {
        if let cell = column.irregularities.notDate {
            return .notOfKind(at: cell.position, found: cell.found, kind: .date)
        }
        // A column of numbers.
        let row = (0..<rowCount).first { !column.missing.contains($0) } ?? 0
        return .notOfKind(
            at: position(ofRow: row, column: column.name), found: column[row] ?? "", kind: .date)
    }
}

extension Column {
    /// Whether numbers of the column may have been written differently from ``subscript(_:)``.
    fileprivate var needsSpelling: Bool {
        switch values {
        case .integer: irregularities.hasPaddedIntegers
        case .real: true
        case .text: false
        }
    }

    /// The seconds of each row's date, with NaN for missing cells; nil if a cell is not a date.
    var dates: [Double]? {
        if missing.count == count { return [Double](repeating: .nan, count: count) }
        guard case .text(let categories) = values else { return nil }
        return categories.dates
    }

    /// The cells of a column without text as numbers, with NaN for missing cells.
    var numbersOrMissing: [Double] {
        switch values {
        case .integer(let values):
            return values.enumerated().map { missing.contains($0) ? .nan : Double($1) }
        case .real(let values): return values
        case .text: return [Double](repeating: .nan, count: count)
        }
    }

    /// The cells as categories with sorted names.
    fileprivate var categoryColumn: CategoryColumn {
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
