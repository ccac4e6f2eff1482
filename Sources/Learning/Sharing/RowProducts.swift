import LinearAlgebra

/// The inner products of training rows with each other and of other rows with them: what every kernel is a function
/// of.
public struct RowProducts: Sendable {
    /// The number of training rows, n.
    public let trainCount: Int

    /// The number of other rows, m.
    public let otherCount: Int

    /// (n + m) × n: first of the training rows, of which the lower triangle alone is meant, then of the others.
    package let products: Matrix

    /// The squared norms of all n + m rows.
    package let norms: [Double]

    /// The products of the rows of `train`, and of those of `others` with them.
    ///
    /// O(n (n + m) columns), as matrix products of which the upper triangle is left out.
    public init(train: Matrix, others: Matrix) {
        precondition(train.columns == others.columns, "all rows need the same columns")
        let (n, m) = (train.rows, others.rows)
        trainCount = n
        otherCount = m
        products = train.innerProductsBelow(others)
        // The diagonal, so that equal rows are at distance 0 exactly.
        let products = products
        norms = (0..<n).map { products[$0, $0] } + others.squaredRowNorms
    }

    /// The products of n training rows and of others, with the squared norms of all; nil if they do not fit together.
    package init?(trainCount: Int, products: Matrix, norms: [Double]) {
        guard trainCount >= 0, products.columns == trainCount, products.rows >= trainCount,
            norms.count == products.rows
        else { return nil }
        self.trainCount = trainCount
        otherCount = products.rows - trainCount
        self.products = products
        self.norms = norms
    }

    /// How many bytes the products of n training rows and m others take.
    package static func bytes(train: Int, others: Int) -> Int {
        (train + others) * train * MemoryLayout<Double>.stride
    }
}
