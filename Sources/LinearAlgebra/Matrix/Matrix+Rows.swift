extension Matrix {
    /// Returns the rows at the given indices, in that order; indices may repeat.
    ///
    /// Consecutive rows share the storage of the matrix. Other rows are copied.
    ///
    /// - Complexity: O(indices.count) for consecutive rows, otherwise O(indices.count × columns).
    public func rows(at indices: [Int]) -> Matrix {
        guard let first = indices.first else { return Matrix(rows: 0, columns: columns) }
        for index in indices {
            guard index >= 0 && index < rows else {
                fatalError("row \(index) is out of bounds for \(rows) rows")
            }
        }
        if zip(indices, first...).allSatisfy({ $0 == $1 }) { return rows(first..<first + indices.count) }
        return withUnsafeValues { source in
            Matrix(rows: indices.count, columns: columns) { target in
                guard var to = target.baseAddress, let from = source.baseAddress else { return }
                for index in indices {
                    to.initialize(from: from + index * columns, count: columns)
                    to += columns
                }
            }
        }
    }

    /// Returns a copy of the square block of the rows and columns at the given indices.
    public func block(at indices: [Int]) -> Matrix {
        for index in indices {
            guard index >= 0 && index < min(rows, columns) else {
                fatalError("index \(index) is out of bounds for a \(rows) × \(columns) matrix")
            }
        }
        return withUnsafeValues { source in
            Matrix(rows: indices.count, columns: indices.count) { target in
                for (i, row) in indices.enumerated() {
                    let base = row * columns
                    for (j, column) in indices.enumerated() {
                        target.initializeElement(at: i * indices.count + j, to: source[base + column])
                    }
                }
            }
        }
    }

    /// A copy of the transpose.
    public var transposed: Matrix {
        withUnsafeValues { source in
            Matrix(rows: columns, columns: rows) { target in
                let side = 32  // blocks of both matrices fit in the first-level cache
                for rowStart in stride(from: 0, to: rows, by: side) {
                    for columnStart in stride(from: 0, to: columns, by: side) {
                        for row in rowStart..<min(rowStart + side, rows) {
                            for column in columnStart..<min(columnStart + side, columns) {
                                target.initializeElement(
                                    at: column * rows + row, to: source[row * columns + column])
                            }
                        }
                    }
                }
            }
        }
    }
}
