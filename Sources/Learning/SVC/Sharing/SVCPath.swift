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
        let cacheMemory = context.memoryBudget / 2 / min(BLASThreads.cores, max(pairs.count, 1))
        // A few hundred operations an element of the kernel matrix are what a solution takes at least.
        let operations = 100 * order.rows.count * order.rows.count
        let solved = BLASThreads.map(pairs.count, operations: operations) { index in
            let (first, second) = pairs[index]
            let positives = order.rows(of: first)
            let selection = positives + order.rows(of: second)
            let solutions = Result {
                try solve(
                    try rows(selection), positives: positives.count,
                    weights: (weights[Int(order.classes[first])], weights[Int(order.classes[second])]),
                    cacheMemory: cacheMemory, in: context)
            }
            return (selection, solutions)
        }
        let ofPairs = try solved.map { (rows: $0, solutions: try $1.get()) }
        var models = [Result<DualSVC, any Error>?](repeating: nil, count: estimators.count)
        for (index, place) in places.enumerated() {
            models[place] = Result {
                let pairs = try ofPairs.map { (rows: $0.rows, solution: try $0.solutions[index].get()) }
                return DualSVC(order.classes, pairs, maxIter: estimators[place].maxIter)
            }
        }
        return models.compactMap { $0 }
    }

    /// The solutions of one pair of classes by rising C.
    private func solve<Rows: KernelRows>(
        _ rows: Rows, positives: Int, weights: (Double, Double), cacheMemory: Int, in context: FitContext
    ) throws -> [Result<DualSolution, any Error>] {
        try SVC.checkDiagonal(of: rows)
        guard let least = places.first.map({ estimators[$0] }) else { return [] }
        let problem = TwoClassProblem(
            positives: positives, bounds: (least.c * weights.0, least.c * weights.1), tolerance: least.tol,
            stepLimit: least.stepLimit(for: rows.count))
        // Where it stops early, a solution depends on the steps that led to it: with a limit on them each C begins at 0.
        guard least.maxIter < 0 else {
            return try places.map { place in
                var limited = problem
                limited.bounds = (estimators[place].c * weights.0, estimators[place].c * weights.1)
                var solver = SMOSolver(rows, problem: limited, context: context, cacheMemory: cacheMemory)
                let solution = try solver.solve()
                return Result { try SVC.checked(solution) }
            }
        }
        var solver = SMOSolver(rows, problem: problem, context: context, cacheMemory: cacheMemory)
        var solutions: [Result<DualSolution, any Error>] = []
        var last = try solver.solve()
        var c = least.c
        for place in places {
            let next = estimators[place].c
            if next > c, !last.isOptimal || solver.hasBoundedMultiplier {
                try solver.raiseBounds(by: next / c)
                c = next
                last = try solver.solve()
            }
            solutions.append(Result { try SVC.checked(last) })
        }
        return solutions
    }
}
