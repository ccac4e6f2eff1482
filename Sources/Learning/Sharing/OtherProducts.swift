import LinearAlgebra

/// The inner products of other rows with training rows, from which every kernel is computed.
///
/// The other rows may be any rows, including the training rows themselves.
package struct OtherProducts: Sendable {
    /// The number of training rows, n.
    package var trainCount: Int { trainNorms.count }

    /// The number of other rows, m.
    package var otherCount: Int { otherNorms.count }

    /// The squared norms of the training rows, to the bit the diagonal of their inner products.
    package let trainNorms: [Double]

    /// The squared norms of the other rows.
    package let otherNorms: [Double]

    package let content: Content

    /// The stored products or rows.
    package enum Content: Sendable {
        /// m × n.
        case products(Matrix)

        /// The rows themselves.
        case rows(train: Matrix, others: Matrix)
    }

    /// The minimum number of columns at which products are stored.
    ///
    /// With fewer columns, multiplying the other rows by the support vectors again is as fast as storing and reading
    /// all products.
    package static let leastColumnsHeld = 256

    /// Computes the products of the rows of `others` with those of `train`.
    ///
    /// Rows with few columns are multiplied on each access.
    ///
    /// - Complexity: O(n m columns).
    /// - Parameters:
    ///   - train: The training rows.
    ///   - others: The other rows, with the same columns.
    ///   - isHeld: Whether to store products; if false, all rows are multiplied on each access.
    package init(train: Matrix, others: Matrix, isHeld: Bool = true) {
        guard train.columns == others.columns else {
            fatalError("all rows must have the same columns")
        }
        trainNorms = train.squaredRowNormsAsProducts
        otherNorms = others.squaredRowNorms
        content =
            isHeld && train.columns >= Self.leastColumnsHeld
            ? .products(others.timesTransposed(train)) : .rows(train: train, others: others)
    }

    /// Creates products for no other rows, for training rows with the given squared norms.
    init(noneOf trainNorms: [Double]) {
        content = .products(Matrix(rows: 0, columns: trainNorms.count))
        self.trainNorms = trainNorms
        otherNorms = []
    }

    /// Creates products with the squared norms of the rows; nil if the shapes do not agree.
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

    /// Returns the products of some of the other rows with some of the training rows.
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

    /// Returns the number of bytes of the products of m other rows with n training rows.
    package static func bytes(train: Int, others: Int) -> Int {
        train * others * MemoryLayout<Double>.stride
    }
}
