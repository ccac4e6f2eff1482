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

    /// A reason if ``tol`` may be too small for rounded elements: below 1e-5, unless ``maxIter`` limits the steps.
    public var reasonAgainstGramMatrix: String? {
        tol >= 1e-5 || maxIter >= 0 ? nil : "a tolerance below 1e-5 may need unrounded kernels"
    }

    /// Fits the classifier to the Gram matrix of the training rows; fastest if they are sorted by class.
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
        return try SVCPath(path, labels).solve(gram, in: context)
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
        let order = ClassOrder(labels)
        let function = first.kernelFunction(for: x)
        let svcPath = try SVCPath(path, labels.rows(at: order.rows))
        let kernelRows = TrainingKernel(function, x, order: order.rows)
        let isUnrounded = first.reasonAgainstGramMatrix != nil
        let unrounded: (@Sendable ([Int]) -> ComputedRows<Double>)? = isUnrounded ? kernelRows.computed : nil
        // A matrix, plus the solver's copies of the rows that it needs, which take at most as much.
        func bytes(_ rows: Int) -> Int { 2 * GramMatrix.bytes(train: rows) }
        let solved: [Result<DualSVC, any Error>]
        if bytes(x.rows) <= context.memoryBudget {
            let gram = try kernelRows.gram(Array(0..<x.rows))
            solved = try svcPath.solve(
                in: context, rows: { RoundedRows(gram, selection: $0) }, unrounded: unrounded)
        } else if MachineResources.cores * bytes(svcPath.largestPair) <= context.memoryBudget {
            solved = try svcPath.solve(
                in: context,
                rows: { RoundedRows(try kernelRows.gram($0), selection: Array($0.indices)) },
                unrounded: unrounded)
        } else {
            var rest = context
            rest.memoryBudget -=
                svcPath.concurrentPairs * svcPath.largestPair * x.columns * MemoryLayout<Double>.stride
            rest.memoryBudget = max(0, rest.memoryBudget)
            solved = try svcPath.solve(
                in: rest, rows: { kernelRows.computed($0) as ComputedRows<Float> }, unrounded: unrounded)
        }
        return solved.map { result in result.map { $0.model(rows: x, order: order.rows, kernel: function) } }
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

    /// Returns the kernel of some rows, computed on demand.
    func computed<Element: KernelElement>(_ selection: [Int]) -> ComputedRows<Element> {
        ComputedRows(x, rows: selection.map { order[$0] }, function: function)
    }
}
