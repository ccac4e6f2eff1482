import Learning
import LinearAlgebra

extension Table {
    /// A matrix of the named columns, in the order of the names: what a model fitted to those columns predicts from.
    ///
    /// Throws ``TabularError/missingFeatures(file:names:)`` with all names that are absent, or an error that names the
    /// first cell of a column that is not a finite number. O(rows × columns).
    public func features(including names: [String]) throws -> Matrix {
        let absent = names.filter { self[$0] == nil }
        if !absent.isEmpty { throw TabularError.missingFeatures(file: name, names: absent) }
        let columns = names.compactMap { self[$0] }
        for column in columns { try column.checkNumbers(as: .feature) }
        return Matrix(rows: rowCount, columns: columns.count) { cells in
            // A block of rows is small enough to stay in the cache while one column after another fills it.
            let height = 32
            for top in stride(from: 0, to: rowCount, by: height) {
                let rows = top..<min(top + height, rowCount)
                for (position, column) in columns.enumerated() {
                    column.copyNumbers(
                        of: rows, to: cells, from: top * columns.count + position, by: columns.count)
                }
            }
        }
    }

    /// A matrix of all columns but the named ones, in their order.
    ///
    /// Throws as ``features(including:)`` does, and ``TabularError/unknownColumn(file:name:nearest:)``.
    public func features(excluding names: [String]) throws -> Matrix {
        try features(including: featureNames(excluding: names))
    }

    /// The names of all columns but those given, which have to exist.
    func featureNames(excluding names: [String]) throws -> [String] {
        let excluded = Set(try names.map { ExactText(try column(named: $0).name) })
        return columnNames.filter { !excluded.contains(ExactText($0)) }
    }
}

extension Column {
    /// Writes the numbers of some rows into every `step`th element of a matrix.
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
        case .real(let values):
            for row in rows {
                cells.initializeElement(at: index, to: values[row])
                index += step
            }
        case .text: preconditionFailure("column '\(name)' is of text without having a cell of it")
        }
    }
}
