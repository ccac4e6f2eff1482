import LinearAlgebra

/// The inner products of other rows with training rows: what every kernel of the ones with the others is a function of.
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

    /// The least number of columns at which products are held: of fewer it takes no longer to multiply the rows again with
    /// the training rows that are read, which are support vectors, than to fill memory with all products and to read it.
    package static let leastColumnsHeld = 256

    /// The products of the rows of `others` with those of `train`.
    ///
    /// O(n m columns). Rows of few columns are multiplied each time their products are wanted.
    ///
    /// - Parameters:
    ///   - train: the training rows.
    ///   - others: the other rows, of the same columns.
    ///   - isHeld: whether products may be held; otherwise all rows are treated as those of few columns are.
    public init(train: Matrix, others: Matrix, isHeld: Bool = true) {
        guard train.columns == others.columns else {
            fatalError("all rows need the same columns")
        }
        trainNorms = train.squaredRowNormsAsProducts
        otherNorms = others.squaredRowNorms
        content =
            isHeld && train.columns >= Self.leastColumnsHeld
            ? .products(others.timesTransposed(train)) : .rows(train: train, others: others)
    }

    /// No other rows, for training rows of the given squared norms.
    init(noneOf trainNorms: [Double]) {
        content = .products(Matrix(rows: 0, columns: trainNorms.count))
        self.trainNorms = trainNorms
        otherNorms = []
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

    /// The products of some of the other rows with some of the training rows.
    func products(of rows: Range<Int>, columns: [Int]) -> Matrix {
        switch content {
        case .rows(let train, let others):
            return others.rows(rows).timesTransposed(train.rows(at: columns))
        case .products(let products):
            let runs = columns.runs
            return products.rows(rows).withUnsafeValues { source in
                Matrix(rows: rows.count, columns: columns.count) { target in
                    guard var to = target.baseAddress, var start = source.baseAddress else { return }
                    for _ in rows {
                        for run in runs {
                            for column in run {
                                to.initialize(to: start[column])
                                to += 1
                            }
                        }
                        start += products.columns
                    }
                }
            }
        }
    }

    /// How many bytes the products of m other rows with n training rows take.
    package static func bytes(train: Int, others: Int) -> Int {
        train * others * MemoryLayout<Double>.stride
    }
}
