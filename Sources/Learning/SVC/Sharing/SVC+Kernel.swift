import LinearAlgebra
import Machine

extension SVC: KernelEstimator, PathEstimator {
    /// `C`: while no multiplier is at its bound, the solver's steps are the same for every larger C.
    public static let pathParameter = "C"

    /// Returns the kernel, with gamma computed from the training rows `x`.
    public func kernel(for x: Matrix) -> KernelFunction { kernelFunction(for: x) }

    /// The kernel, or nil if its gamma depends on the rows.
    public var fixedKernel: KernelFunction? {
        switch (kernel, gamma) {
        case (.linear, _): KernelFunction(kernel: kernel, gamma: 1, degree: degree, coef0: coef0)
        case (_, .value(let gamma)):
            KernelFunction(kernel: kernel, gamma: gamma, degree: degree, coef0: coef0)
        default: nil
        }
    }

    /// A reason for probabilities, which are fitted to decisions for training rows; and if ``tol`` may be too small for
    /// rounded elements: below 1e-5, unless ``maxIter`` limits the steps.
    public var reasonAgainstGramMatrix: String? {
        if probability { return "probabilities need unrounded kernels of training rows" }
        return mayNeedUnroundedRows ? "a tolerance below 1e-5 may need unrounded kernels" : nil
    }

    /// Whether ``tol`` may be too small for rounded elements.
    private var mayNeedUnroundedRows: Bool { tol < 1e-5 && maxIter < 0 }

    /// Fits the classifier to the Gram matrix of the training rows; fastest if they are sorted by class.
    ///
    /// The model has no probabilities, for which see ``reasonAgainstGramMatrix``.
    public func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) throws -> DualSVC {
        try Self.fit(path: [self], gram, target, in: context)[0].get()
    }

    /// Fits one model for each of several values of C, to the bit the same as separate fits.
    ///
    /// For each pair of classes, the steps that several values of C have in common are taken once: see `PathDescent`.
    public static func fit(
        path: [SVC], _ gram: GramMatrix, _ target: Target, in context: FitContext
    ) throws -> [Result<DualSVC, any Error>] {
        guard let labels = target.labels else {
            throw LearningError.wrongTarget(step: kind, expected: .classification)
        }
        return try SVCPath(path, labels, rowWeights: context.weights).solve(gram, in: context)
    }

    /// Fits one model for each of several values of C to the same rows.
    ///
    /// The kernel matrix is computed once; if the context's budget does not allow this, once for each pair of classes,
    /// or row by row.
    public static func fit(
        path: [SVC], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Result<FittedSVC, any Error>] {
        guard let labels = target.labels else {
            throw LearningError.wrongTarget(step: kind, expected: .classification)
        }
        guard let first = path.first else { return [] }
        let order = ClassOrder(labels, weights: context.weights)
        let function = first.kernelFunction(for: x)
        let svcPath = try SVCPath(
            path, labels.rows(at: order.rows), rowWeights: context.weights?.rows(at: order.rows),
            classWeights: first.classWeight.weights(for: labels))
        let kernelRows = TrainingKernel(function, x, order: order.rows)
        let unrounded: (@Sendable (PairProblem) -> ComputedRows<Double>)? =
            first.mayNeedUnroundedRows ? kernelRows.computed : nil
        let sums: SVCPath.KernelSums? = first.probability ? kernelRows.sums : nil
        // A matrix, plus the solver's copies of the rows that it needs, which take at most as much; with probabilities,
        // it has a copy for each of five folds.
        func bytes(_ rows: Int) -> Int { (first.probability ? 5 : 2) * GramMatrix.bytes(train: rows) }
        let solved: [Result<SVCPath.Solved, any Error>]
        if bytes(x.rows) <= context.memoryBudget {
            let gram = try kernelRows.gram(Array(order.rows.indices))
            solved = try svcPath.solve(
                in: context, rows: { RoundedRows(gram, of: $0) }, unrounded: unrounded, sums: sums)
        } else if MachineResources.cores * bytes(svcPath.largestPair) <= context.memoryBudget {
            solved = try svcPath.solve(
                in: context,
                rows: { RoundedRows(try kernelRows.gram($0.rows), selection: Array($0.rows.indices)) },
                unrounded: unrounded, sums: sums)
        } else {
            var rest = context
            rest.memoryBudget -=
                svcPath.concurrentProblems * svcPath.largestPair * x.columns * MemoryLayout<Double>.stride
            rest.memoryBudget = max(0, rest.memoryBudget)
            solved = try svcPath.solve(
                in: rest, rows: { kernelRows.computed($0) as ComputedRows<Float> },
                unrounded: unrounded, sums: sums)
        }
        return solved.map { result in
            result.map {
                $0.dual.model(rows: x, order: order.rows, kernel: function, sigmoids: $0.sigmoids)
            }
        }
    }
}

extension RoundedRows {
    /// Creates the rows of a problem; rows in random order are copied, so that the solver reads them in place.
    fileprivate init(_ gram: GramMatrix, of problem: PairProblem) {
        if problem.isAscending {
            self.init(gram, selection: problem.rows)
        } else {
            let copy = GramMatrix(copying: gram, train: problem.rows)
            self.init(copy, selection: Array(0..<copy.trainCount))
        }
    }
}

/// The kernel of training rows, numbered by class.
private struct TrainingKernel: Sendable {
    private let function: KernelFunction
    private let x: Matrix

    /// The row of `x` for each number.
    private let order: [Int]

    init(_ function: KernelFunction, _ x: Matrix, order: [Int]) {
        (self.function, self.x, self.order) = (function, x, order)
    }

    /// Returns the Gram matrix of some rows.
    func gram(_ selection: [Int]) throws -> GramMatrix {
        try LearningError.naming(SVC.kind) {
            try GramMatrix(
                function, train: x.rows(at: selection.map { order[$0] }),
                others: Matrix(rows: 0, columns: x.columns))
        }
    }

    /// Returns the kernel of a problem's rows, computed on demand.
    func computed<Element: KernelElement>(_ problem: PairProblem) -> ComputedRows<Element> {
        ComputedRows(x, rows: problem.rows.map { order[$0] }, function: function)
    }

    /// Returns the sums of products of the unrounded kernels of some rows with all rows of a problem, for each list of
    /// coefficients.
    ///
    /// Each sum depends only on its own coefficients, to the bit.
    func sums(_ rows: [Int], _ problem: PairProblem, _ coefficients: [[Double]]) -> [[Double]] {
        let train = x.rows(at: problem.rows.map { order[$0] })
        let norms = train.squaredRowNorms
        var sums = [[Double]](repeating: [], count: coefficients.count)
        // Panels of 4 MB, as predictions use.
        let height = max(64, (1 << 19) / max(1, train.rows) / 64 * 64)
        for start in stride(from: 0, to: rows.count, by: height) {
            let panel = x.rows(at: rows[start..<min(start + height, rows.count)].map { order[$0] })
            let kernels = function.gram(
                innerProducts: panel.timesTransposed(train), leftNorms: panel.squaredRowNorms,
                rightNorms: norms)
            for (index, factors) in coefficients.enumerated() {
                sums[index] += kernels.times(factors)
            }
        }
        return sums
    }
}
