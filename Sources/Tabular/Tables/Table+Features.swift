import Learning
import LinearAlgebra

extension Table {
    /// Returns a matrix of the named columns, in the order of the names.
    ///
    /// - Parameter names: The names of the columns.
    /// - Returns: A matrix with one row per row of the table and one column per name.
    /// - Throws: ``TabularError/missingFeatures(file:names:)`` with all missing names, or an error for the first cell
    ///   that is not a finite number.
    /// - Complexity: O(rows × columns).
    public func features(including names: [String]) throws -> Matrix {
        let absent = names.filter { self[$0] == nil }
        if !absent.isEmpty { throw TabularError.missingFeatures(file: name, names: absent) }
        let columns = names.compactMap { self[$0] }
        for column in columns { try column.checkNumbers(as: .feature) }
        return Matrix(rows: rowCount, columns: columns.count) { cells in
            // A block of rows stays in the cache while its columns are filled one after another.
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

    /// Returns a matrix of all columns except the named ones, in the order of the table.
    ///
    /// - Parameter names: The names of the columns to exclude.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``, or an error for the first cell that is not a
    ///   finite number.
    /// - Complexity: O(rows × columns).
    public func features(excluding names: [String]) throws -> Matrix {
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
        case .real(let values):
            for row in rows {
                cells.initializeElement(at: index, to: values[row])
                index += step
            }
        case .text: preconditionFailure("text column '\(name)' has no text cell")
        }
    }
}
