/// Blocks, sums and scaling of matrices.
extension Matrix {
    /// Returns a copy of the first `count` columns.
    ///
    /// - Complexity: O(rows × count).
    public func firstColumns(_ count: Int) -> Matrix {
        guard count >= 0 && count <= columns else {
            fatalError("count must be from 0 to \(columns), not \(count)")
        }
        return columns(0..<count)
    }

    /// Returns a copy of the columns at the given indices, in their order.
    ///
    /// - Complexity: O(rows × indices.count).
    package func columns(at indices: [Int]) -> Matrix {
        guard indices.allSatisfy({ 0..<columns ~= $0 }) else {
            fatalError("columns \(indices) are out of bounds for \(columns) columns")
        }
        if indices.elementsEqual(0..<columns) { return self }
        return withUnsafeValues { source in
            Matrix(rows: rows, columns: indices.count) { target in
                for row in 0..<rows {
                    for (place, column) in indices.enumerated() {
                        target.initializeElement(
                            at: row * indices.count + place, to: source[row * columns + column])
                    }
                }
            }
        }
    }

    /// Creates a matrix of the columns of several matrices with equal numbers of rows, from left to right.
    ///
    /// - Complexity: O(rows × columns).
    package init(sideBySide blocks: [Matrix], rows: Int) {
        guard blocks.allSatisfy({ $0.rows == rows }) else { fatalError("every block must have \(rows) rows") }
        if blocks.count == 1 {
            self = blocks[0]
            return
        }
        let columns = blocks.reduce(0) { $0 + $1.columns }
        self.init(rows: rows, columns: columns) { target in
            guard let to = target.baseAddress else { return }
            var start = 0
            for block in blocks {
                block.withUnsafeValues { source in
                    guard let from = source.baseAddress else { return }
                    for row in 0..<rows {
                        (to + row * columns + start).initialize(
                            from: from + row * block.columns, count: block.columns)
                    }
                }
                start += block.columns
            }
        }
    }

    /// Returns a copy of a range of columns.
    ///
    /// - Complexity: O(rows × range.count).
    public func columns(_ range: Range<Int>) -> Matrix {
        guard range.lowerBound >= 0 && range.upperBound <= columns else {
            fatalError("columns \(range) are out of bounds for \(columns) columns")
        }
        if range.count == columns { return self }
        return withUnsafeValues { source in
            Matrix(rows: rows, columns: range.count) { target in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                for row in 0..<rows {
                    (to + row * range.count).initialize(
                        from: from + row * columns + range.lowerBound, count: range.count)
                }
            }
        }
    }

    /// Returns a copy of the leading `count` × `count` block.
    package func leadingBlock(_ count: Int) -> Matrix { rows(0..<count).firstColumns(count) }

    /// Adds a matrix of the same shape.
    package mutating func add(_ other: Matrix) {
        guard rows == other.rows && columns == other.columns else {
            fatalError("a sum requires matrices of the same shape")
        }
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for index in source.indices { target[index] += source[index] }
            }
        }
    }

    /// Returns the matrix with each row multiplied by its own factor.
    package func scaledRows(by factors: [Double]) -> Matrix {
        guard factors.count == rows else {
            fatalError("expected \(rows) factors, one per row, not \(factors.count)")
        }
        var result = self
        result.withUnsafeMutableValues { values in
            for row in 0..<rows {
                let factor = factors[row]
                for index in row * columns..<(row + 1) * columns { values[index] *= factor }
            }
        }
        return result
    }

    /// Returns `diag(factors) × self × diag(factors)`.
    package func scaledOnBothSides(by factors: [Double]) -> Matrix {
        scaledRows(by: factors).scaled(by: factors, plus: [Double](repeating: 0, count: columns))
    }

    /// Returns the mean of this square matrix and its transpose, which removes asymmetry caused by rounding.
    package func symmetrised() -> Matrix {
        guard rows == columns else {
            fatalError("symmetrising requires a square matrix, not \(rows) × \(columns)")
        }
        var result = self
        let side = rows
        result.withUnsafeMutableValues { values in
            for row in 0..<side {
                for column in 0..<row {
                    let mean = (values[row * side + column] + values[column * side + row]) / 2
                    values[row * side + column] = mean
                    values[column * side + row] = mean
                }
            }
        }
        return result
    }

    /// Returns the sum of squares of each column.
    ///
    /// - Complexity: O(rows × columns).
    package func columnSquares() -> [Double] {
        var squares = [Double](repeating: 0, count: columns)
        withUnsafeValues { values in
            squares.withUnsafeMutableBufferPointer { squares in
                for row in 0..<rows {
                    let start = row * columns
                    for column in 0..<columns {
                        squares[column] += values[start + column] * values[start + column]
                    }
                }
            }
        }
        return squares
    }
}

extension [Double] {
    /// Adds a vector of the same length.
    package mutating func add(_ other: [Double]) {
        guard count == other.count else {
            fatalError("a sum requires vectors of the same length")
        }
        withUnsafeMutableBufferPointer { target in
            other.withUnsafeBufferPointer { source in
                for index in target.indices { target[index] += source[index] }
            }
        }
    }

    /// Returns the element-wise product with a vector of the same length.
    package func times(_ other: [Double]) -> [Double] {
        guard count == other.count else {
            fatalError("an element-wise product requires vectors of the same length")
        }
        return zip(self, other).map { $0 * $1 }
    }
}
