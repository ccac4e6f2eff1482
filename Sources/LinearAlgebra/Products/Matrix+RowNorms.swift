extension Matrix {
    /// The squared norm of each row, to the bit the diagonal of the rows' inner products.
    package var squaredRowNormsAsProducts: [Double] {
        let height = 32
        return stride(from: 0, to: rows, by: height).flatMap { start in
            let products = rows(start..<min(start + height, rows)).innerProducts()
            return (0..<products.rows).map { products[$0, $0] }
        }
    }

    /// The squared norm of each row.
    package var squaredRowNorms: [Double] {
        withUnsafeValues { values in
            (0..<rows).map { row in
                values[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 }
            }
        }
    }
}
