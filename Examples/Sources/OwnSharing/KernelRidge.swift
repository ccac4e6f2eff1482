import Trellis

/// Ridge regression in the space of a radial kernel, about the mean of the targets.
struct KernelRidge: Regressor {
    /// The strength of the penalty.
    var alpha = 1.0

    /// The coefficient of the squared distance.
    var gamma = 0.1

    static let kind = "kernel-ridge"
    static let summary = "Ridge regression in the space of a radial kernel."
    static let parameters: [Parameter<KernelRidge>] = [
        Parameter("alpha", \.alpha, "penalty strength", .greaterThan(0)),
        Parameter("gamma", \.gamma, "the coefficient of the squared distance", .greaterThan(0)),
    ]

    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> Fitted {
        let kernel = kernel(for: x)
        let gram = try GramMatrix(kernel, train: x, others: Matrix(rows: 0, columns: x.columns))
        return Fitted(rows: x, kernel: kernel, dual: try fit(gram, .values(values), in: context))
    }

    /// The training rows, and what was learned of them.
    struct Fitted: FittedRegressor {
        let rows: Matrix
        let kernel: KernelFunction
        let dual: Dual
        var featureCount: Int { rows.columns }

        func validate() throws {
            try require(dual.weights.count == rows.rows, "\(rows.rows) rows, \(dual.weights.count) weights")
        }

        func predict(_ x: Matrix) throws -> [Double] {
            let gram = try GramMatrix(kernel, train: rows, others: x)
            let others = gram.trainCount..<gram.trainCount + gram.otherCount
            return dual.predict(gram, rows: others, kinds: .values).values ?? []
        }
    }
}

// What is true of it: the fit, and its predictions, need to know of the rows no more than a Gram matrix.

extension KernelRidge: KernelEstimator {
    var fixedKernel: KernelFunction? { KernelFunction(kernel: .rbf, gamma: gamma) }
    func kernel(for x: Matrix) -> KernelFunction { KernelFunction(kernel: .rbf, gamma: gamma) }

    func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> Dual {
        let values = target.values ?? []
        let mean = values.reduce(0, +) / Double(values.count)
        var matrix = gram.block(rows: 0..<gram.trainCount, columns: 0..<gram.trainCount)
        for index in 0..<gram.trainCount { matrix[index, index] += alpha }
        let right = Matrix(rows: values.count, columns: 1, values: values.map { $0 - mean })
        return Dual(weights: try Cholesky(matrix).solve(right).values, mean: mean)
    }

    /// A weight for each training row.
    struct Dual: FittedGramModel {
        let weights: [Double]
        let mean: Double

        func validate() {}

        func predict(_ gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds) -> Predictions {
            var predictions = Predictions()
            predictions.values = gram.block(rows: rows, columns: 0..<gram.trainCount).times(weights)
                .map { $0 + mean }
            return predictions
        }
    }
}
