import LinearAlgebra

/// The decisions of pairs of classes, accumulated class by class of the support vectors.
///
/// A support vector contributes only to the pairs of its own class: with k classes, to k - 1 of k (k - 1) / 2 pairs.
struct PairSums {
    /// Rows × pairs.
    private(set) var decisions: Matrix

    /// Creates the sums for `rows` rows, before any support vectors.
    init(intercepts: [Double], rows: Int) {
        decisions = Matrix(rows: rows, columns: intercepts.count) { target in
            for index in target.indices {
                target.initializeElement(at: index, to: intercepts[index % intercepts.count])
            }
        }
    }

    /// Adds products, rows × columns, whose columns starting at `first` belong to the given pairs.
    mutating func add(_ products: Matrix, from first: Int, of pairs: [Int]) {
        let (width, count) = (decisions.columns, products.columns)
        precondition(
            products.rows == decisions.rows, "products of \(products.rows) rows, not \(decisions.rows)")
        precondition(first >= 0 && first + pairs.count <= count, "no products for \(pairs.count) pairs")
        for pair in pairs { precondition(pair >= 0 && pair < width, "pair \(pair) is not one of \(width)") }
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
