import LinearAlgebra

/// The inner products of training rows with each other and with other rows, from which every kernel is computed.
package struct RowProducts: Sendable {
    /// The number of training rows, n.
    package var trainCount: Int { others.trainCount }

    /// The number of other rows, m.
    package var otherCount: Int { others.otherCount }

    package let train: Content

    /// The products of the other rows with the training rows, and all squared norms.
    package let others: OtherProducts

    /// The stored products or rows of the training set.
    package enum Content: Sendable {
        /// Their products, n × n; only the lower triangle is valid.
        case products(Matrix)

        /// The rows themselves: if they are short, multiplying them again is as fast as reading the products from
        /// memory.
        case rows(Matrix)
    }

    /// The minimum number of columns at which products are stored.
    package static let leastColumnsHeld = 64

    /// Computes the products of the rows of `train` with each other and with the rows of `others`.
    ///
    /// Computes matrix products without the upper triangle. Rows with few columns are multiplied on each access.
    ///
    /// - Complexity: O(n (n + m) columns).
    package init(train: Matrix, others: Matrix) {
        self.others = OtherProducts(train: train, others: others)
        self.train =
            train.columns < Self.leastColumnsHeld ? .rows(train) : .products(train.lowerInnerProducts())
    }

    /// Creates the products of training rows, and of others with them; nil if the shapes do not agree.
    package init?(_ train: Content, others: OtherProducts) {
        let n = others.trainCount
        switch train {
        case .products(let products): guard products.rows == n, products.columns == n else { return nil }
        case .rows(let rows): guard rows.rows == n else { return nil }
        }
        self.train = train
        self.others = others
    }

    /// Returns the number of bytes of the products of n training rows and m others.
    package static func bytes(train: Int, others: Int) -> Int {
        (train + others) * train * MemoryLayout<Double>.stride
    }
}
