/// Parts and sums of matrices, as summaries of rows need them.
extension Matrix {
    /// The first `count` columns, copied.
    ///
    /// O(rows × count).
    public func firstColumns(_ count: Int) -> Matrix {
        guard count >= 0 && count <= columns else {
            fatalError("no first \(count) of \(columns) columns")
        }
        return columns(0..<count)
    }

    /// A run of columns, copied.
    ///
    /// O(rows × count).
    public func columns(_ range: Range<Int>) -> Matrix {
        guard range.lowerBound >= 0 && range.upperBound <= columns else {
            fatalError("no columns \(range) in \(columns)")
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

    /// The first `count` rows of the first `count` columns.
    package func leadingBlock(_ count: Int) -> Matrix { rows(0..<count).firstColumns(count) }

    /// Adds a matrix of the same shape.
    package mutating func add(_ other: Matrix) {
        guard rows == other.rows && columns == other.columns else {
            fatalError("a sum needs matrices of one shape")
        }
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for index in source.indices { target[index] += source[index] }
            }
        }
    }

    /// Each row times a factor of its own.
    package func scaledRows(by factors: [Double]) -> Matrix {
        guard factors.count == rows else {
            fatalError("\(rows) rows need as many factors, not \(factors.count)")
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

    /// `diag(factors) × self × diag(factors)`.
    package func scaledOnBothSides(by factors: [Double]) -> Matrix {
        scaledRows(by: factors).scaled(by: factors, plus: [Double](repeating: 0, count: columns))
    }

    /// The mean of this square matrix and its transpose: what rounding left of symmetry, made exact.
    package func symmetrised() -> Matrix {
        guard rows == columns else {
            fatalError("a matrix of \(rows) × \(columns) has no symmetry")
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

    /// The sum of each column's squares.
    ///
    /// O(rows × columns).
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
            fatalError("a sum needs vectors of one length")
        }
        withUnsafeMutableBufferPointer { target in
            other.withUnsafeBufferPointer { source in
                for index in target.indices { target[index] += source[index] }
            }
        }
    }

    /// The products of the elements with those of a vector of the same length.
    package func times(_ other: [Double]) -> [Double] {
        guard count == other.count else {
            fatalError("a product by elements needs vectors of one length")
        }
        return zip(self, other).map { $0 * $1 }
    }
}
