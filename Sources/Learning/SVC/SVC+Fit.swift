import LinearAlgebra

extension SVC {
    /// Learns from rows and their classes.
    ///
    /// The kernel matrix of all rows is held in memory if the context's budget allows; otherwise its rows are
    /// computed when they are needed. Both lead to the same model.
    ///
    /// - Throws: ``LearningError/kernelOverflow(step:)``; ``LearningError/fitFailed(step:reason:)`` if a class weight is of
    ///   no class;
    ///   `CancellationError`.
    public func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> FittedSVC {
        try Self.fit(path: [self], x, .labels(labels), in: context)[0].get()
    }

    /// Solves the problem of two classes: `positives` and `negatives` are the training rows of `gram` of either.
    ///
    /// - Throws: As ``fit(checked:_:in:)``.
    package static func solve(
        gram: GramMatrix, positives: [Int], negatives: [Int], bounds: (positive: Double, negative: Double),
        tolerance: Double = 1e-3, stepLimit: Int? = nil, in context: FitContext = FitContext()
    ) throws -> DualSolution {
        let problem = TwoClassProblem(
            positives: positives.count, bounds: bounds, tolerance: tolerance,
            stepLimit: stepLimit ?? defaultStepLimit(positives.count + negatives.count))
        let rows = RoundedRows(gram, selection: positives + negatives)
        try checkDiagonal(of: rows)
        let solver = SMOSolver(rows, problem: problem, context: context, cacheMemory: context.memoryBudget)
        var descent = PathDescent(solver, cs: [1], weights: bounds)
        descent.run()
        return try checked(descent.solutions()[0])
    }

    /// Throws ``LearningError/kernelOverflow(step:)`` if the kernel of a row with itself exceeds a `Float`.
    static func checkDiagonal(of rows: some KernelRows) throws {
        guard rows.diagonal.allSatisfy({ $0.magnitude <= Double(Float.greatestFiniteMagnitude) }) else {
            throw LearningError.kernelOverflow(step: kind)
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

extension SVC {
    /// Throws if there are weights of classes that are not there, and classes without a weight.
    public func validate(for shape: FitShape) throws {
        if let labels = shape.labels { _ = try classWeight.weights(for: labels) }
    }
}
