import LinearAlgebra

/// The decisions of several models over one Gram matrix.
struct DualDecisions {
    /// For each model rows × pairs.
    private(set) var decisions: [Matrix]

    /// The training rows taken at a time: their products stay in the cache.
    private static let blockWidth = 256

    init(_ models: [DualSVC], _ gram: GramMatrix, rows: Range<Int>) {
        decisions = models.map { model in
            let intercepts = model.pairs.map(\.intercept)
            return Matrix(rows: rows.count, columns: intercepts.count) { target in
                for index in target.indices {
                    target.initializeElement(at: index, to: intercepts[index % intercepts.count])
                }
            }
        }
        for start in stride(from: 0, to: gram.trainCount, by: Self.blockWidth) {
            let block = start..<min(start + Self.blockWidth, gram.trainCount)
            let columns = Self.coefficients(of: models, in: block)
            guard !columns.isEmpty else { continue }
            let products = gram.block(rows: rows, columns: block)
                .timesTransposed(
                    Matrix(
                        rows: columns.count, columns: block.count,
                        values: Array(columns.map(\.coefficients).joined())))
            add(products, columns)
        }
    }

    /// The coefficients of one pair of one model over a block of training rows.
    private struct Column {
        let model: Int
        let pair: Int
        var coefficients: [Double]
    }

    /// The columns of coefficients that are not zero all over the block.
    private static func coefficients(of models: [DualSVC], in block: Range<Int>) -> [Column] {
        var columns: [Column] = []
        for (model, dual) in models.enumerated() {
            for (index, pair) in dual.pairs.enumerated() {
                // Rows ascend within each of the pair's two classes, not over both.
                var column: [Double]?
                for (row, value) in zip(pair.rows, pair.coefficients) where block.contains(row) {
                    if column == nil { column = [Double](repeating: 0, count: block.count) }
                    column?[row - block.lowerBound] = value
                }
                if let column { columns.append(Column(model: model, pair: index, coefficients: column)) }
            }
        }
        return columns
    }

    /// Adds each column of products to the decisions of its model and pair.
    private mutating func add(_ products: Matrix, _ columns: [Column]) {
        var first = 0
        while first < columns.count {
            let model = columns[first].model
            let end = columns[first...].firstIndex { $0.model != model } ?? columns.count
            let pairs = columns[first..<end].map(\.pair)
            let width = decisions[model].columns
            decisions[model].withUnsafeMutableValues { target in
                products.withUnsafeValues { source in
                    for row in 0..<products.rows {
                        let from = row * products.columns + first
                        for (index, pair) in pairs.enumerated() {
                            target[row * width + pair] += source[from + index]
                        }
                    }
                }
            }
            first = end
        }
    }
}
