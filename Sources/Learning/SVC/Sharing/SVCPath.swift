import LinearAlgebra
import Machine

/// The fits of an SVC for several values of C over one kernel matrix.
struct SVCPath {
    private let estimators: [SVC]
    private let order: ClassOrder
    private let weights: [Double]

    /// The weight of each row; nil for a weight of 1.
    private let rowWeights: [Double]?

    /// The indices in the path, by increasing C.
    private let places: [Int]

    /// Creates the fits to rows.
    ///
    /// - Parameters:
    ///   - labels: The classes of the rows.
    ///   - rowWeights: The weights of the rows; nil for a weight of 1.
    ///   - classWeights: The weight of each class, by code; nil if it follows from the labels.
    /// - Throws: ``LearningError`` for a class weight of an unknown class, or if all rows with a weight have one class.
    init(
        _ estimators: [SVC], _ labels: Labels, rowWeights: [Double]?, classWeights: [Double]? = nil
    ) throws {
        self.estimators = estimators
        self.rowWeights = rowWeights
        order = ClassOrder(labels, weights: rowWeights)
        guard order.classes.count > 1 else {
            throw LearningError.oneClass(
                step: SVC.kind, name: order.classes.first.map { labels.classes[Int($0)] })
        }
        weights = try classWeights ?? estimators.first?.classWeight.weights(for: labels) ?? []
        places = estimators.indices.sorted { (estimators[$0].c, $0) < (estimators[$1].c, $1) }
    }

    /// The number of rows of the largest pair of classes.
    var largestPair: Int { order.counts.sorted().suffix(2).reduce(0, +) }

    /// The number of problems solved side by side on one core.
    private var together: Int { largestPair <= Self.mostTogether ? 2 : 1 }

    /// The maximum number of problems solved at a time.
    var concurrentProblems: Int {
        let perPair = estimators.first?.probability == true ? 1 + CalibrationFolds.count : 1
        return min(together * MachineResources.cores, max(order.pairs.count * perPair, 1))
    }

    /// Solves every pair of classes with rows of a Gram matrix.
    func solve(_ gram: GramMatrix, in context: FitContext) throws -> [Result<DualSVC, any Error>] {
        try solve(in: context) { RoundedRows(gram, selection: $0.rows) }.map { $0.map(\.dual) }
    }

    /// The solutions of all pairs for one C and, if they were asked for, the sigmoids for probabilities.
    typealias Solved = (dual: DualSVC, sigmoids: [ProbabilitySigmoid]?)

    /// Returns the sums of products of the unrounded kernels of some rows with all rows of a problem, for each of several
    /// lists of coefficients.
    typealias KernelSums =
        @Sendable (
            _ rows: [Int], _ problem: PairProblem, _ coefficients: [[Double]]
        ) -> [[Double]]

    /// Solves every pair of classes with rows of a kernel matrix, for all values of C before the next pair.
    ///
    /// Pairs are spread over the cores if they are idle.
    ///
    /// - Parameters:
    ///   - rows: Returns the rows of a problem.
    ///   - unrounded: The same rows in full precision, for a tolerance so small that the solver may not terminate with
    ///     rounded rows: if rows are linearly dependent, the rounded matrix is not positive semi-definite. Nil for
    ///     larger tolerances.
    ///   - sums: The sums for the decisions to which sigmoids are fitted. Nil for no sigmoids.
    func solve<Rows: KernelRows>(
        in context: FitContext, rows: @Sendable (PairProblem) throws -> Rows,
        unrounded: (@Sendable (PairProblem) -> ComputedRows<Double>)? = nil, sums: KernelSums? = nil
    ) throws -> [Result<Solved, any Error>] {
        let pairs = order.pairs.map(problem)
        let state = estimators.first?.randomState ?? 0
        let calibrations = sums == nil ? [] : pairs.map { CalibrationFolds($0, randomState: state) }
        let problems = pairs + calibrations.flatMap(\.problems)
        let groups = (problems.count + together - 1) / together
        let cacheMemory = context.memoryBudget / 2 / concurrentProblems
        // A solution takes at least a few hundred operations per element of the kernel matrix.
        let operations = 100 * order.rows.count * order.rows.count
        let solved = Cores.map(groups, operations: operations) { group in
            let some = problems[group * together..<min((group + 1) * together, problems.count)]
            return Result {
                try solve(Array(some), rows, unrounded, cacheMemory: cacheMemory, in: context)
            }
        }
        let solutions = try solved.flatMap { try $0.get() }
        var next = pairs.count
        let ofFolds = calibrations.map { calibration in
            defer { next += calibration.problems.count }
            return Array(solutions[next..<next + calibration.problems.count])
        }
        let decisions = sums.map { sums in
            Cores.map(calibrations.count, operations: operations) { pair in
                calibrations[pair].decisions(ofFolds[pair], sums)
            }
        }
        var models = [Result<Solved, any Error>?](repeating: nil, count: estimators.count)
        for (index, place) in places.enumerated() {
            models[place] = Result {
                let ofPairs = try pairs.indices.map { try SVC.checked(solutions[$0][index]) }
                for solution in ofFolds.joined() { _ = try SVC.checked(solution[index]) }
                let unfinished = pairs.indices.count { pair in
                    !ofPairs[pair].isOptimal
                        || !ofFolds.isEmpty && !ofFolds[pair].allSatisfy { $0[index].isOptimal }
                }
                let dual = DualSVC(
                    order.classes, zip(pairs, ofPairs).map { ($0.rows, $1) }, unfinished: unfinished,
                    maxIter: estimators[place].maxIter)
                let sigmoids = try decisions.map { decisions in
                    try zip(calibrations, decisions).map { try $0.sigmoid($1[index]) }
                }
                return (dual, sigmoids)
            }
        }
        return models.compactMap { $0 }
    }

    /// Returns the problem of a pair of classes.
    private func problem(of pair: (Int, Int)) -> PairProblem {
        PairProblem(
            positives: order.rows(of: pair.0), negatives: order.rows(of: pair.1),
            weights: (weights[Int(order.classes[pair.0])], weights[Int(order.classes[pair.1])]),
            isAscending: true)
    }

    /// The maximum number of rows for solving two problems side by side, so that both kernel matrices fit in the
    /// second-level cache.
    private static let mostTogether = 400

    /// Returns the solutions, by increasing C, of one problem or of two side by side.
    private func solve<Rows: KernelRows>(
        _ problems: [PairProblem], _ rows: (PairProblem) throws -> Rows,
        _ unrounded: ((PairProblem) -> ComputedRows<Double>)?, cacheMemory: Int, in context: FitContext
    ) throws -> [[DualSolution]] {
        guard let least = places.first.map({ estimators[$0] }) else { return [] }
        let rows = try problems.map(rows)
        for rows in rows { try SVC.checkDiagonal(of: rows) }
        func descent<Some: KernelRows>(_ index: Int, _ rows: Some, stepLimit: Int) -> PathDescent<Some> {
            let problem = problems[index]
            let twoClasses = TwoClassProblem(
                positives: problem.positives.count,
                bounds: BoundFactors(problem.weights, examples: rowWeights?.rows(at: problem.rows)),
                tolerance: least.tol, stepLimit: stepLimit)
            let solver = SMOSolver(rows, problem: twoClasses, context: context, cacheMemory: cacheMemory)
            return PathDescent(solver, cs: places.map { estimators[$0].c })
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
        if problems.count > 1 {
            var second = roundedDescent(1)
            PathDescent.run(&first, &second)
            solved = [try first.solutions(), try second.solutions()]
        } else {
            first.run()
            solved = [try first.solutions()]
        }
        if let unrounded {
            for index in problems.indices where !solved[index].allSatisfy(\.isOptimal) {
                var again = descent(
                    index, unrounded(problems[index]), stepLimit: least.stepLimit(for: rows[index].count))
                again.run()
                solved[index] = zip(solved[index], try again.solutions()).map { $0.isOptimal ? $0 : $1 }
            }
        }
        return solved
    }

    /// Returns the number of steps after which a descent to a tiny tolerance is not expected to end with rounded rows.
    private static func mostRoundedSteps(of count: Int) -> Int { max(100_000, 100 * count) }
}
