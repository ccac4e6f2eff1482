import LinearAlgebra

/// The inner products of other rows with training rows: what the kernels of the ones with the others are functions of.
///
/// Any rows may be the others, the training rows themselves as well.
public struct OtherProducts: Sendable {
    /// The number of training rows, n.
    public var trainCount: Int { trainNorms.count }

    /// The number of other rows, m.
    public var otherCount: Int { otherNorms.count }

    /// The squared norms of the training rows, to the bit the diagonal of their inner products.
    package let trainNorms: [Double]

    /// The squared norms of the other rows.
    package let otherNorms: [Double]

    package let content: Content

    /// What is held of the products.
    package enum Content: Sendable {
        /// m × n.
        case products(Matrix)

        /// The rows themselves.
        case rows(train: Matrix, others: Matrix)
    }

    /// The products of the rows of `others` with those of `train`.
    ///
    /// O(n m columns). Rows of few columns are multiplied each time their products are wanted.
    ///
    /// - Parameter isHeld: whether products may be held; otherwise all rows are treated as those of few columns are.
    public init(train: Matrix, others: Matrix, isHeld: Bool = true) {
        precondition(train.columns == others.columns, "all rows need the same columns")
        trainNorms = train.squaredRowNormsAsProducts
        otherNorms = others.squaredRowNorms
        content =
            isHeld && train.columns >= RowProducts.leastColumnsHeld
            ? .products(others.timesTransposed(train)) : .rows(train: train, others: others)
    }

    /// Products, m × n, with the squared norms of the training rows, and of the others after them.
    init(_ products: Matrix, norms: [Double]) {
        content = .products(products)
        trainNorms = Array(norms[..<products.columns])
        otherNorms = Array(norms[products.columns...])
    }

    /// Products with the squared norms of the rows; nil if they do not fit together.
    package init?(_ content: Content, trainNorms: [Double], otherNorms: [Double]) {
        switch content {
        case .products(let products):
            guard products.rows == otherNorms.count, products.columns == trainNorms.count else { return nil }
        case .rows(let train, let others):
            guard train.rows == trainNorms.count, others.rows == otherNorms.count,
                train.columns == others.columns
            else { return nil }
        }
        self.content = content
        self.trainNorms = trainNorms
        self.otherNorms = otherNorms
    }

    /// How many bytes the products of m other rows with n training rows take, or their kernel.
    package static func bytes(train: Int, others: Int) -> Int {
        train * others * MemoryLayout<Double>.stride
    }

    /// The products of some of the other rows with the training rows.
    func panel(_ rows: Range<Int>) -> Matrix {
        switch content {
        case .products(let products): products.rows(rows)
        case .rows(let train, let others): others.rows(rows).timesTransposed(train)
        }
    }
}
