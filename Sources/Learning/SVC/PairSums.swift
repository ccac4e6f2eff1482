import LinearAlgebra

/// The decisions of pairs of classes as they are summed up, class by class of the support vectors.
///
/// A support vector has a part in the pairs of its own class only: of k classes, in k - 1 of k (k - 1) / 2 pairs.
struct PairSums {
    /// Pairs × rows, so that what is added to a pair's decisions follows each other.
    private var sums: Matrix

    /// The sums of no support vectors, for so many rows.
    init(intercepts: [Double], rows: Int) {
        sums = Matrix(rows: intercepts.count, columns: rows) { target in
            for index in target.indices {
                target.initializeElement(at: index, to: intercepts[index / rows])
            }
        }
    }

    /// Adds products, whose rows from `first` on are those of the given pairs.
    mutating func add(_ products: Matrix, from first: Int, of pairs: [Int]) {
        let count = products.columns
        products.withUnsafeValues { source in
            sums.withUnsafeMutableValues { target in
                for (index, pair) in pairs.enumerated() {
                    let (from, to) = ((first + index) * count, pair * count)
                    for row in 0..<count { target[to + row] += source[from + row] }
                }
            }
        }
    }

    /// Rows × pairs.
    var decisions: Matrix { sums.transposed }
}
