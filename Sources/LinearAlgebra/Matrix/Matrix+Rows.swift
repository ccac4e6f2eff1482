extension Matrix {
    /// The rows at the given indices, in that order, copied.
    ///
    /// Indices may repeat.
    ///
    /// Rows that stand next to each other in the matrix share its storage instead.
    public func rows(at indices: [Int]) -> Matrix {
        guard let first = indices.first else { return Matrix(rows: 0, columns: columns) }
        for index in indices where index < 0 || index >= rows { fatalError("no row \(index) in \(rows)") }
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

    /// The square block of the rows and the columns at the given indices, copied.
    public func block(at indices: [Int]) -> Matrix {
        for index in indices {
            guard index >= 0 && index < min(rows, columns) else {
                fatalError("no row and column \(index)")
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

    /// The transpose, copied.
    public var transposed: Matrix {
        withUnsafeValues { source in
            Matrix(rows: columns, columns: rows) { target in
                let side = 32  // a block of both fits in the first-level cache
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
