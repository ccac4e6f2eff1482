import LinearAlgebra

/// The inner products of training rows with each other and of other rows with them: what every kernel is a function
/// of.
public struct RowProducts: Sendable {
    /// The number of training rows, n.
    public var trainCount: Int { others.trainCount }

    /// The number of other rows, m.
    public var otherCount: Int { others.otherCount }

    package let train: Content

    /// The products of the other rows with the training rows, and the squared norms of all.
    package let others: OtherProducts

    /// What is held of the training rows.
    package enum Content: Sendable {
        /// Their products, n × n, of which the lower triangle alone is meant.
        case products(Matrix)

        /// The rows themselves: where they are short, to multiply them again takes no longer than to read the products
        /// from memory.
        case rows(Matrix)
    }

    /// The least number of columns at which products are held.
    package static let leastColumnsHeld = 64

    /// The products of the rows of `train`, and of those of `others` with them.
    ///
    /// O(n (n + m) columns), as matrix products of which the upper triangle is left out. Rows of few columns are
    /// multiplied each time their products are wanted.
    public init(train: Matrix, others: Matrix) {
        self.others = OtherProducts(train: train, others: others)
        self.train =
            train.columns < Self.leastColumnsHeld ? .rows(train) : .products(train.lowerInnerProducts())
    }

    /// The products of training rows, and those of others with them; nil if they do not fit together.
    package init?(_ train: Content, others: OtherProducts) {
        let n = others.trainCount
        switch train {
        case .products(let products): guard products.rows == n, products.columns == n else { return nil }
        case .rows(let rows): guard rows.rows == n else { return nil }
        }
        self.train = train
        self.others = others
    }

    /// How many bytes the products of n training rows and m others take.
    package static func bytes(train: Int, others: Int) -> Int {
        (train + others) * train * MemoryLayout<Double>.stride
    }
}
