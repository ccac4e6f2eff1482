import LinearAlgebra
import Machine

/// The fits of an SVC for several values of C over one kernel matrix.
struct SVCPath {
    private let estimators: [SVC]
    private let order: ClassOrder
    private let weights: [Double]

    /// The indices in the path, by increasing C.
    private let places: [Int]

    init(_ estimators: [SVC], _ labels: Labels) throws {
        self.estimators = estimators
        order = ClassOrder(labels)
        weights = try estimators.first?.classWeight.weights(for: labels) ?? []
        places = estimators.indices.sorted { (estimators[$0].c, $0) < (estimators[$1].c, $1) }
    }

    /// The number of rows of the largest pair of classes.
    var largestPair: Int { order.counts.sorted().suffix(2).reduce(0, +) }

    /// The number of pairs of classes solved side by side on one core.
    private var together: Int { largestPair <= Self.mostTogether ? 2 : 1 }

    /// The maximum number of pairs of classes solved at a time.
    var concurrentPairs: Int { min(together * MachineResources.cores, max(order.pairs.count, 1)) }

    /// Solves every pair of classes with rows of a Gram matrix.
    func solve(_ gram: GramMatrix, in context: FitContext) throws -> [Result<DualSVC, any Error>] {
        try solve(in: context) { RoundedRows(gram, selection: $0) }
    }

    /// Solves every pair of classes with rows of a kernel matrix, for all values of C before the next pair.
    ///
    /// Pairs are spread over the cores if they are idle.
    ///
    /// - Parameter unrounded: The same rows in full precision, for a tolerance so small that the solver may not
    ///   terminate with rounded rows: if rows are linearly dependent, the rounded matrix is not positive semi-definite.
    ///   Nil for larger tolerances.
    func solve<Rows: KernelRows>(
        in context: FitContext, rows: @Sendable (_ selection: [Int]) throws -> Rows,
        unrounded: (@Sendable (_ selection: [Int]) -> ComputedRows<Double>)? = nil
    ) throws -> [Result<DualSVC, any Error>] {
        let pairs = order.pairs
        let groups = (pairs.count + together - 1) / together
        let cacheMemory = context.memoryBudget / 2 / concurrentPairs
        // A solution takes at least a few hundred operations per element of the kernel matrix.
        let operations = 100 * order.rows.count * order.rows.count
        let solved = Cores.map(groups, operations: operations) { group in
            let some = pairs[group * together..<min((group + 1) * together, pairs.count)]
            return Result {
                try solve(Array(some), rows, unrounded, cacheMemory: cacheMemory, in: context)
            }
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

    /// The maximum number of rows for solving two pairs of classes side by side, so that both kernel matrices fit in
    /// the second-level cache.
    private static let mostTogether = 400

    /// The rows of a pair of classes, and its solutions by increasing C.
    private typealias SolvedPair = (rows: [Int], solutions: [DualSolution])

    /// Returns the solutions of one pair of classes, or of two side by side.
    private func solve<Rows: KernelRows>(
        _ pairs: [(Int, Int)], _ rows: (_ selection: [Int]) throws -> Rows,
        _ unrounded: ((_ selection: [Int]) -> ComputedRows<Double>)?, cacheMemory: Int, in context: FitContext
    ) throws -> [SolvedPair] {
        guard let least = places.first.map({ estimators[$0] }) else { return [] }
        let selections = pairs.map { order.rows(of: $0.0) + order.rows(of: $0.1) }
        let rows = try selections.map(rows)
        for rows in rows { try SVC.checkDiagonal(of: rows) }
        func descent<Some: KernelRows>(_ index: Int, _ rows: Some, stepLimit: Int) -> PathDescent<Some> {
            let (first, second) = pairs[index]
            let weights = (weights[Int(order.classes[first])], weights[Int(order.classes[second])])
            let problem = TwoClassProblem(
                positives: order.rows(of: first).count, bounds: weights, tolerance: least.tol,
                stepLimit: stepLimit)
            let solver = SMOSolver(rows, problem: problem, context: context, cacheMemory: cacheMemory)
            return PathDescent(solver, cs: places.map { estimators[$0].c }, weights: weights)
        }
        func roundedDescent(_ index: Int) -> PathDescent<Rows> {
            let count = rows[index].count
            let limit = least.stepLimit(for: count)
            return descent(
                index, rows[index],
                stepLimit: unrounded == nil ? limit : min(limit, Self.mostRoundedSteps(of: count)))
        }
        var first = roundedDescent(0)
        var solved: [[DualSolution]]
        if pairs.count > 1 {
            var second = roundedDescent(1)
            PathDescent.run(&first, &second)
            solved = [try first.solutions(), try second.solutions()]
        } else {
            first.run()
            solved = [try first.solutions()]
        }
        if let unrounded {
            for index in pairs.indices where !solved[index].allSatisfy(\.isOptimal) {
                var again = descent(
                    index, unrounded(selections[index]), stepLimit: least.stepLimit(for: rows[index].count))
                again.run()
                solved[index] = zip(solved[index], try again.solutions()).map { $0.isOptimal ? $0 : $1 }
            }
        }
        return zip(selections, solved).map { ($0, $1) }
    }

    /// Returns the number of steps after which a descent to a tiny tolerance is not expected to end with rounded rows.
    private static func mostRoundedSteps(of count: Int) -> Int { max(100_000, 100 * count) }
}
