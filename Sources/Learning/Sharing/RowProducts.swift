import LinearAlgebra

/// The inner products of training rows with each other and of other rows with them: what every kernel is a function
/// of.
public struct RowProducts: Sendable {
    /// The number of training rows, n.
    public let trainCount: Int

    /// The number of other rows, m.
    public let otherCount: Int

    package let content: Content

    /// What is held of the products.
    package enum Content: Sendable {
        /// (n + m) × n: first of the training rows, of which the lower triangle alone is meant, then of the others;
        /// and the squared norms of all n + m rows.
        case products(Matrix, norms: [Double])

        /// The rows themselves: where they are short, to multiply them again takes no longer than to read the products
        /// from memory.
        case rows(train: Matrix, others: Matrix)
    }

    /// The least number of columns at which products are held.
    package static let leastColumnsHeld = 64

    /// The products of the rows of `train`, and of those of `others` with them.
    ///
    /// O(n (n + m) columns), as matrix products of which the upper triangle is left out. Rows of few columns are
    /// multiplied each time their products are wanted.
    public init(train: Matrix, others: Matrix) {
        precondition(train.columns == others.columns, "all rows need the same columns")
        trainCount = train.rows
        otherCount = others.rows
        if train.columns < Self.leastColumnsHeld {
            content = .rows(train: train, others: others)
        } else {
            let products = train.innerProductsBelow(others)
            // The diagonal, so that equal rows are at distance 0 exactly.
            let norms = (0..<train.rows).map { products[$0, $0] } + others.squaredRowNorms
            content = .products(products, norms: norms)
        }
    }

    /// The products of n training rows and of others, with the squared norms of all; nil if they do not fit together.
    package init?(trainCount: Int, products: Matrix, norms: [Double]) {
        guard trainCount >= 0, products.columns == trainCount, products.rows >= trainCount,
            norms.count == products.rows
        else { return nil }
        self.trainCount = trainCount
        otherCount = products.rows - trainCount
        content = .products(products, norms: norms)
    }

    /// The products of the other rows alone.
    var ofOthers: OtherProducts {
        switch content {
        case .products(let matrix, let norms):
            OtherProducts(matrix.rows(trainCount..<matrix.rows), norms: norms)
        case .rows(let train, let others):
            OtherProducts(train: train, others: others, isHeld: false)
        }
    }

    /// How many bytes the products of n training rows and m others take.
    package static func bytes(train: Int, others: Int) -> Int {
        (train + others) * train * MemoryLayout<Double>.stride
    }
}
