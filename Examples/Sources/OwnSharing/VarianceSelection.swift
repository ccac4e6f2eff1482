import Trellis

/// Keeps the k columns of greatest variance, the greatest first.
struct VarianceSelection: Transformer {
    /// How many columns are kept.
    var k = 1

    static let kind = "variance-selection"
    static let summary = "Keeps the columns of greatest variance."
    static let parameters: [Parameter<VarianceSelection>] = [
        Parameter("k", \.k, "how many columns are kept", .atLeast(1))
    ]

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Selection {
        try selection(of: x.columnVariances(about: x.columnMeans()))
    }

    private func selection(of variances: [Double]) throws -> Selection {
        guard k <= variances.count else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "k is \(k); expected at most \(variances.count)")
        }
        let order = variances.indices.sorted { (variances[$1], $0) < (variances[$0], $1) }
        return Selection(columns: Array(order.prefix(k)), featureCount: variances.count)
    }

    /// The columns that were kept.
    struct Selection: FittedTransformer {
        let columns: [Int]
        let featureCount: Int
        var outputCount: Int { columns.count }

        func validate() throws {
            try require(
                columns.allSatisfy { 0 <= $0 && $0 < featureCount }, "it keeps columns that are not there")
        }

        func transform(_ x: Matrix) throws -> Matrix {
            try checkColumns(of: x)
            return affineMap.images(of: x)
        }
    }
}

// What is true of it, and lets searches compute once what is the same.

/// Variances add up over folds: each fold is read once, and not once for every training set it is part of.
extension VarianceSelection: SummaryEstimator {
    static let detail = SummaryDetail.columns

    func fit(_ summary: Moments, in context: FitContext) throws -> Selection? {
        summary.isAccurate ? try selection(of: summary.variances) : nil
    }
}

/// The best few columns are the first of the best many: one fit for all k.
extension VarianceSelection: NestedEstimator {
    static let nestedParameter = "k"
    var nestedSize: Int? { k }

    func restriction(of larger: Selection) -> Selection {
        Selection(columns: Array(larger.columns.prefix(k)), featureCount: larger.featureCount)
    }
}

/// A selection is a product with a matrix of zeros and ones: it is composed with the maps of the steps around it.
extension VarianceSelection.Selection: AffineTransformer {
    var affineMap: AffineMap {
        var matrix = Matrix(rows: featureCount, columns: columns.count)
        for (place, column) in columns.enumerated() { matrix[column, place] = 1 }
        return AffineMap(centre: [Double](repeating: 0, count: featureCount), linear: .dense(matrix))
    }
}
