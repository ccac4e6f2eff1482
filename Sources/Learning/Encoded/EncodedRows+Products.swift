import LinearAlgebra

/// Products, which read one element of a block for each row instead of all of its columns.
extension EncodedRows {
    /// Returns the product with a vector of ``columns`` values.
    ///
    /// - Complexity: O(rows × (dense columns + blocks)).
    package func times(_ vector: [Double]) -> [Double] {
        timesTransposed(Matrix(rows: 1, columns: columns, values: vector)).values
    }

    /// Returns the product with the transpose of a matrix: the inner products of all rows with all rows of `vectors`.
    ///
    /// - Complexity: O(rows × (dense columns + blocks) × vectors).
    package func timesTransposed(_ vectors: Matrix) -> Matrix {
        guard vectors.columns == columns else {
            fatalError("cannot multiply \(columns) columns by vectors of \(vectors.columns)")
        }
        let count = vectors.rows
        var products =
            denseColumns.isEmpty
            ? Matrix(rows: rows, columns: count)
            : dense.timesTransposed(vectors.columns(at: denseColumns))
        products.withUnsafeMutableValues { products in
            for block in blocks {
                // A row for each column of the block, so that the values of one row are next to each other.
                let values = vectors.columns(block.columns).transposed.scaledRows(by: block.factors)
                values.withUnsafeValues { values in
                    block.codes.withUnsafeBufferPointer { codes in
                        for row in 0..<rows where codes[row] >= 0 {
                            let from = Int(codes[row]) * count
                            for index in 0..<count { products[row * count + index] += values[from + index] }
                        }
                    }
                }
            }
        }
        guard !hasZeros else { return products }
        return products.shifted(by: vectors.times(zeros).map { -$0 })
    }

    /// Returns the product of the transpose with a vector of ``rows`` values.
    ///
    /// - Complexity: O(rows × (dense columns + blocks)).
    package func transposedTimes(_ vector: [Double]) -> [Double] {
        guard vector.count == rows else {
            fatalError("cannot multiply the transpose of \(rows) rows by a vector of \(vector.count)")
        }
        var products = [Double](repeating: 0, count: columns)
        if !denseColumns.isEmpty {
            for (column, product) in zip(denseColumns, dense.transposedTimes(vector)) {
                products[column] = product
            }
        }
        products.withUnsafeMutableBufferPointer { products in
            vector.withUnsafeBufferPointer { vector in
                for block in blocks {
                    block.codes.withUnsafeBufferPointer { codes in
                        for row in 0..<rows where codes[row] >= 0 {
                            products[block.start + Int(codes[row])] += vector[row]
                        }
                    }
                }
            }
        }
        let isOfZeros = !hasZeros
        let total = isOfZeros ? vector.reduce(0, +) : 0
        for block in blocks {
            guard let factors = block.factors else { continue }
            for (index, factor) in factors.enumerated() { products[block.start + index] *= factor }
            for (index, zero) in (isOfZeros ? block.values?.zeros ?? [] : []).enumerated() {
                products[block.start + index] += zero * total
            }
        }
        return products
    }

    /// Returns the number of rows with each code of a block, or their total weight.
    package func counts(of block: Block, weights: [Double]? = nil) -> [Double] {
        var counts = [Double](repeating: 0, count: block.width)
        counts.withUnsafeMutableBufferPointer { counts in
            block.codes.withUnsafeBufferPointer { codes in
                if let weights {
                    for (code, weight) in zip(codes, weights) where code >= 0 { counts[Int(code)] += weight }
                } else {
                    for code in codes where code >= 0 { counts[Int(code)] += 1 }
                }
            }
        }
        return counts
    }

    /// Returns the sums of the rows with each code of a block of other rows, as many as these: the width of the block ×
    /// ``columns``.
    ///
    /// - Parameters:
    ///   - block: The block.
    ///   - weights: The factor of each row in the sums; nil for 1.
    /// - Complexity: O(rows × (dense columns + blocks) + width × columns).
    /// - Precondition: The columns of blocks are 0 where they have no code (``hasZeros``).
    package func sums(by block: Block, weights: [Double]? = nil) -> Matrix {
        guard block.codes.count == rows else {
            fatalError("a block of \(block.codes.count) rows cannot group \(rows) rows")
        }
        precondition(hasZeros, "subtract the values of columns without a code first")
        guard let weights else { return sums(by: block) { _ in 1 } }
        return weights.withUnsafeBufferPointer { weights in sums(by: block) { weights[$0] } }
    }

    @inline(__always)
    private func sums(by block: Block, _ weight: (Int) -> Double) -> Matrix {
        var sums = Matrix(rows: block.width, columns: columns)
        sums.withUnsafeMutableValues { sums in
            block.codes.withUnsafeBufferPointer { groups in
                dense.withUnsafeValues { values in
                    let count = denseColumns.count
                    for row in 0..<rows where groups[row] >= 0 {
                        let start = Int(groups[row]) * columns
                        for index in 0..<count {
                            sums[start + denseColumns[index]] += weight(row) * values[row * count + index]
                        }
                    }
                }
                for other in blocks {
                    other.codes.withUnsafeBufferPointer { codes in
                        for row in 0..<rows where groups[row] >= 0 && codes[row] >= 0 {
                            sums[Int(groups[row]) * columns + other.start + Int(codes[row])] += weight(row)
                        }
                    }
                    guard let factors = other.factors else { continue }
                    for group in 0..<block.width {
                        let start = group * columns + other.start
                        for (index, factor) in factors.enumerated() { sums[start + index] *= factor }
                    }
                }
            }
        }
        return sums
    }

    /// Returns the cross-products of the columns, `selfᵀ × weights × self`: a symmetric columns × columns matrix.
    ///
    /// The products of two blocks are numbers of rows, and those of a block with another column are sums over the rows of
    /// each category.
    ///
    /// - Parameter weights: The factor of each row; nil for 1.
    /// - Complexity: O(rows × (dense columns + blocks)² + columns²).
    /// - Precondition: The columns of blocks are 0 where they have no code (``hasZeros``).
    package func crossProducts(weights: [Double]? = nil) -> Matrix {
        var products = Matrix(rows: columns, columns: columns)
        let ofDense =
            (weights.map { dense.scaledRows(by: $0.map { $0.squareRoot() }) } ?? dense).crossProducts()
        for (row, to) in denseColumns.enumerated() {
            for (column, other) in denseColumns.enumerated() { products[to, other] = ofDense[row, column] }
        }
        for (index, block) in blocks.enumerated() {
            // The blocks to the left have been multiplied with this one.
            let rest = EncodedRows(
                rows: rows, columns: columns, dense: dense, denseColumns: denseColumns,
                blocks: Array(blocks[index...]))
            let sums = rest.sums(by: block, weights: weights).scaledRows(by: block.factors)
            let others = denseColumns + rest.blocks.flatMap(\.columns)
            for row in 0..<block.width {
                for column in others {
                    products[block.start + row, column] = sums[row, column]
                    products[column, block.start + row] = sums[row, column]
                }
            }
        }
        return products
    }
}

extension Matrix {
    /// Returns the matrix with each row multiplied by a factor; itself without factors.
    package func scaledRows(by factors: [Double]?) -> Matrix {
        factors.map { scaledRows(by: $0) } ?? self
    }
}
