import LinearAlgebra

/// Collects the solutions of all pairs of classes into one model that holds each support vector once.
struct PairAssembly {
    private let order: ClassOrder

    /// For each pair, the coefficients by row of the training set that are not zero.
    private var coefficients: [[(row: Int, value: Double)]] = []
    private var intercepts: [Double] = []
    private var unfinished = 0

    init(order: ClassOrder) { self.order = order }

    /// Adds the solution of the next pair, of the given rows.
    mutating func add(_ solution: DualSolution, of rows: [Int]) {
        coefficients.append(zip(rows, solution.coefficients).compactMap { $1 == 0 ? nil : ($0, $1) })
        intercepts.append(solution.intercept)
        if !solution.isOptimal { unfinished += 1 }
    }

    /// The model; support vectors stand in the order of classes, in each class as they came.
    func model(x: Matrix, function: KernelFunction, maxIter: Int) -> FittedSVC {
        var isSupport = [Bool](repeating: false, count: x.rows)
        for pair in coefficients { for entry in pair { isSupport[entry.row] = true } }
        let support = order.rows.filter { isSupport[$0] }
        var place = [Int](repeating: 0, count: x.rows)
        for (index, row) in support.enumerated() { place[row] = index }
        var matrix = Matrix(rows: support.count, columns: coefficients.count)
        for (column, pair) in coefficients.enumerated() {
            for entry in pair { matrix[place[entry.row], column] = entry.value }
        }
        return FittedSVC(
            featureCount: x.columns, classes: order.classes, kernel: function, supportIndices: support,
            supportVectors: x.rows(at: support), coefficients: matrix, intercepts: intercepts,
            warnings: warnings(maxIter))
    }

    private func warnings(_ maxIter: Int) -> [String] {
        guard unfinished > 0 else { return [] }
        let limit = maxIter >= 0 ? "max_iter = \(maxIter) steps" : "libsvm's limit on steps"
        return [
            "svc: the solver stopped at \(limit) before it converged, in \(unfinished) of \(intercepts.count) "
                + "pairs of classes; scale the features or raise max_iter"
        ]
    }
}
