import LinearAlgebra

/// The support vector machines of several C over one kernel matrix.
struct SVCPath {
    private let estimators: [SVC]
    private let order: ClassOrder
    private let weights: [Double]

    /// The places in the path by rising C.
    private let places: [Int]

    init(_ estimators: [SVC], _ labels: Labels) throws {
        self.estimators = estimators
        order = ClassOrder(labels)
        weights = try estimators.first?.classWeight.weights(for: labels) ?? []
        places = estimators.indices.sorted { (estimators[$0].c, $0) < (estimators[$1].c, $1) }
    }

    /// How many rows the largest pair of classes has.
    var largestPair: Int { order.counts.sorted().suffix(2).reduce(0, +) }

    /// Solves every pair of classes with rows of a Gram matrix.
    func solve(_ gram: GramMatrix, in context: FitContext) throws -> [Result<DualSVC, any Error>] {
        try solve(in: context) { RoundedRows(gram, selection: $0) }
    }

    /// Solves every pair of classes with rows of a kernel matrix, for all C before the next pair.
    ///
    /// Pairs are spread over the cores if nothing else runs.
    func solve<Rows: KernelRows>(
        in context: FitContext, rows: @Sendable (_ selection: [Int]) throws -> Rows
    ) throws -> [Result<DualSVC, any Error>] {
        let pairs = order.pairs
        let together = largestPair <= Self.mostTogether ? 2 : 1
        let groups = (pairs.count + together - 1) / together
        let cacheMemory = context.memoryBudget / 2 / min(together * BLASThreads.cores, max(pairs.count, 1))
        // A few hundred operations an element of the kernel matrix are what a solution takes at least.
        let operations = 100 * order.rows.count * order.rows.count
        let solved = BLASThreads.map(groups, operations: operations) { group in
            let some = pairs[group * together..<min((group + 1) * together, pairs.count)]
            return Result { try solve(Array(some), rows, cacheMemory: cacheMemory, in: context) }
        }
        let ofPairs = try solved.flatMap { try $0.get() }
        var models = [Result<DualSVC, any Error>?](repeating: nil, count: estimators.count)
        for (index, place) in places.enumerated() {
            models[place] = Result {
                let pairs = try ofPairs.map {
                    (rows: $0.rows, solution: try SVC.checked($0.solutions[index]))
                }
                return DualSVC(order.classes, pairs, maxIter: estimators[place].maxIter)
            }
        }
        return models.compactMap { $0 }
    }

    /// Two pairs of classes of up to so many rows are solved side by side: the kernel matrices of both stay in the
    /// second-level cache.
    private static let mostTogether = 400

    /// The rows of a pair of classes, and its solutions by rising C.
    private typealias SolvedPair = (rows: [Int], solutions: [DualSolution])

    /// The solutions of one pair of classes, or of two side by side.
    private func solve<Rows: KernelRows>(
        _ pairs: [(Int, Int)], _ rows: (_ selection: [Int]) throws -> Rows, cacheMemory: Int,
        in context: FitContext
    ) throws -> [SolvedPair] {
        guard let least = places.first.map({ estimators[$0] }) else { return [] }
        let cs = places.map { estimators[$0].c }
        let selections = pairs.map { order.rows(of: $0.0) + order.rows(of: $0.1) }
        let rows = try selections.map(rows)
        for rows in rows { try SVC.checkDiagonal(of: rows) }
        func descent(_ index: Int) -> PathDescent<Rows> {
            let (first, second) = pairs[index]
            let weights = (weights[Int(order.classes[first])], weights[Int(order.classes[second])])
            let problem = TwoClassProblem(
                positives: order.rows(of: first).count, bounds: weights, tolerance: least.tol,
                stepLimit: least.stepLimit(for: rows[index].count))
            let solver = SMOSolver(
                rows[index], problem: problem, context: context, cacheMemory: cacheMemory)
            return PathDescent(solver, cs: cs, weights: weights)
        }
        var first = descent(0)
        guard pairs.count > 1 else {
            first.run()
            return [(selections[0], try first.solutions())]
        }
        var second = descent(1)
        PathDescent.run(&first, &second)
        return [(selections[0], try first.solutions()), (selections[1], try second.solutions())]
    }
}
