import LinearAlgebra

/// The decisions of pairs of classes as they are summed up, class by class of the support vectors.
///
/// A support vector has a part in the pairs of its own class only: of k classes, in k - 1 of k (k - 1) / 2 pairs.
struct PairSums {
    /// Rows × pairs.
    private(set) var decisions: Matrix

    /// The sums of no support vectors, for so many rows.
    init(intercepts: [Double], rows: Int) {
        decisions = Matrix(rows: rows, columns: intercepts.count) { target in
            for index in target.indices {
                target.initializeElement(at: index, to: intercepts[index % intercepts.count])
            }
        }
    }

    /// Adds products, rows × columns, whose columns from `first` on are those of the given pairs.
    mutating func add(_ products: Matrix, from first: Int, of pairs: [Int]) {
        let (width, count) = (decisions.columns, products.columns)
        precondition(
            products.rows == decisions.rows, "products of \(products.rows) rows for \(decisions.rows)")
        precondition(first >= 0 && first + pairs.count <= count, "no products of \(pairs.count) pairs")
        for pair in pairs { precondition(pair >= 0 && pair < width, "no pair \(pair) in \(width)") }
        products.withUnsafeValues { source in
            decisions.withUnsafeMutableValues { target in
                for row in 0..<products.rows {
                    let (from, to) = (row * count + first, row * width)
                    for (index, pair) in pairs.enumerated() { target[to + pair] += source[from + index] }
                }
            }
        }
    }
}
