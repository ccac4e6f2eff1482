import LinearAlgebra

extension SVC {
    /// Learns from rows and their classes.
    ///
    /// The kernel matrix of all rows is held in memory if the context's budget allows; otherwise its rows are
    /// computed when they are needed. Both lead to the same model.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the kernel overflows or a class weight is of no class;
    ///   `CancellationError`.
    public func fit(_ x: Matrix, _ labels: Labels, in context: FitContext) throws -> FittedSVC {
        let order = ClassOrder(labels)
        // Sorted by class, the rows of a pair of classes are two runs of the kernel matrix.
        let (sorted, sortedLabels) = (x.rows(at: order.rows), labels.rows(at: order.rows))
        let function = kernelFunction(for: x)
        // The matrix, and the solver's rounded copies of the rows that it needs, at most half as large again.
        let gramBytes = x.rows * x.rows * (MemoryLayout<Double>.stride + MemoryLayout<Float>.stride)
        let model: FittedSVC
        if gramBytes <= context.memoryBudget {
            let gram = function.gram(of: sorted)
            try context.checkCancellation()
            model = try fit(gram: gram, function: function, x: sorted, labels: sortedLabels, in: context)
        } else {
            model = try fit(x: sorted, labels: sortedLabels, function: function, in: context) { selection in
                ComputedRows(sorted.rows(at: selection), function: function)
            }
        }
        return model.renumbered(by: order.rows)
    }

    /// Learns from rows whose kernel matrix is known; fastest if they are sorted by class.
    ///
    /// `function` is the kernel that `gram` is of, this estimator's on `x` unless given. For the rest, the model
    /// depends on `x` only in the support vectors that it holds.
    ///
    /// - Throws: As ``fit(_:_:in:)``.
    package func fit(
        gram: Matrix, function: KernelFunction? = nil, x: Matrix, labels: Labels, in context: FitContext
    ) throws -> FittedSVC {
        precondition(gram.rows == x.rows && gram.columns == x.rows, "the kernel matrix is of other rows")
        let function = function ?? kernelFunction(for: x)
        return try gram.withUnsafeValues { values in
            guard let start = values.baseAddress else { preconditionFailure("a fit needs rows") }
            return try fit(x: x, labels: labels, function: function, in: context) { selection in
                GramRows(start, side: gram.columns, selection: selection)
            }
        }
    }

    /// Solves the problem of two classes: `positives` and `negatives` are the rows of `gram` of either.
    ///
    /// - Throws: As ``fit(_:_:in:)``.
    package static func solve(
        gram: Matrix, positives: [Int], negatives: [Int], bounds: (positive: Double, negative: Double),
        tolerance: Double = 1e-3, stepLimit: Int? = nil, in context: FitContext = FitContext()
    ) throws -> DualSolution {
        let problem = TwoClassProblem(
            positives: positives.count, bounds: bounds, tolerance: tolerance,
            stepLimit: stepLimit ?? defaultStepLimit(positives.count + negatives.count))
        return try gram.withUnsafeValues { values in
            guard let start = values.baseAddress else { preconditionFailure("a problem needs rows") }
            return try solve(
                problem, GramRows(start, side: gram.columns, selection: positives + negatives), in: context)
        }
    }

    /// Solves every pair of classes with rows of a kernel matrix, and puts the solutions together.
    private func fit<Rows: KernelRows>(
        x: Matrix, labels: Labels, function: KernelFunction, in context: FitContext,
        rows: (_ selection: [Int]) -> Rows
    ) throws -> FittedSVC {
        let order = ClassOrder(labels)
        let weights = try classWeight.weights(for: labels)
        var assembly = PairAssembly(order: order)
        for (first, second) in order.pairs {
            let positives = order.rows(of: first)
            let selection = positives + order.rows(of: second)
            let problem = TwoClassProblem(
                positives: positives.count,
                bounds: (c * weights[Int(order.classes[first])], c * weights[Int(order.classes[second])]),
                tolerance: tol, stepLimit: stepLimit(for: selection.count))
            let solution = try Self.solve(problem, rows(selection), in: context)
            assembly.add(solution, of: selection)
        }
        return assembly.model(x: x, function: function, maxIter: maxIter)
    }

    private static func solve<Rows: KernelRows>(
        _ problem: TwoClassProblem, _ rows: Rows, in context: FitContext
    ) throws -> DualSolution {
        try checkDiagonal(of: rows)
        var solver = SMOSolver(rows, problem: problem, context: context, cacheMemory: context.memoryBudget)
        return try checked(solver.solve())
    }

    /// Throws ``LearningError/kernelOverflow`` if the kernel of a row with itself exceeds a `Float`.
    static func checkDiagonal(of rows: some KernelRows) throws {
        guard rows.diagonal.allSatisfy({ $0.magnitude <= Double(Float.greatestFiniteMagnitude) }) else {
            throw LearningError.kernelOverflow
        }
    }

    /// The solution, which must be finite.
    static func checked(_ solution: DualSolution) throws -> DualSolution {
        guard solution.intercept.isFinite, solution.coefficients.allSatisfy(\.isFinite) else {
            throw LearningError.fitFailed(
                step: kind,
                reason: "the solution is not finite; scale the features or raise C and class_weight")
        }
        return solution
    }

    /// The steps after which a problem of n examples is left as it is.
    func stepLimit(for count: Int) -> Int { maxIter >= 0 ? maxIter : Self.defaultStepLimit(count) }

    /// libsvm's bound on the steps for n examples, so that a fit ends in any case.
    private static func defaultStepLimit(_ count: Int) -> Int { max(10_000_000, 100 * count) }
}
