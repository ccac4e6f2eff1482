import LinearAlgebra

extension SVC {
    /// Fits the classifier to rows and their classes.
    ///
    /// C is multiplied by the weight of each row. A row of weight 0 is left out, but counts in ``Gamma/scale`` and in
    /// ``ClassWeight/balanced``, as in scikit-learn. The random folds for probabilities, and the sigmoids fitted to
    /// them, do not depend on weights either.
    ///
    /// The kernel matrix of all rows is kept in memory if the context's budget allows; otherwise, its rows are computed
    /// on demand. Both yield the same model.
    ///
    /// - Throws: ``LearningError/kernelOverflow(step:)``; ``LearningError/fitFailed(step:reason:)`` if a class weight
    ///   has an unknown class; `CancellationError`.
    public func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> FittedSVC {
        try Self.fit(path: [self], x, .labels(labels), in: context)[0].get()
    }

    /// Solves a two-class problem; `positives` and `negatives` are training rows of `gram`.
    ///
    /// - Throws: The errors of ``fit(checked:_:in:)``.
    package static func solve(
        gram: GramMatrix, positives: [Int], negatives: [Int], bounds: (positive: Double, negative: Double),
        tolerance: Double = 1e-3, stepLimit: Int? = nil, in context: FitContext = FitContext()
    ) throws -> DualSolution {
        let problem = TwoClassProblem(
            positives: positives.count, bounds: BoundFactors(bounds), tolerance: tolerance,
            stepLimit: stepLimit ?? defaultStepLimit(positives.count + negatives.count))
        let rows = RoundedRows(gram, selection: positives + negatives)
        try checkDiagonal(of: rows)
        let solver = SMOSolver(rows, problem: problem, context: context, cacheMemory: context.memoryBudget)
        var descent = PathDescent(solver, cs: [1])
        descent.run()
        return try checked(descent.solutions()[0])
    }

    /// Throws ``LearningError/kernelOverflow(step:)`` if the kernel of a row with itself exceeds a `Float`.
    static func checkDiagonal(of rows: some KernelRows) throws {
        guard rows.diagonal.allSatisfy({ $0.magnitude <= Double(Float.greatestFiniteMagnitude) }) else {
            throw LearningError.kernelOverflow(step: kind)
        }
    }

    /// Returns the solution, or throws if it is not finite.
    static func checked(_ solution: DualSolution) throws -> DualSolution {
        guard solution.intercept.isFinite, solution.coefficients.allSatisfy(\.isFinite) else {
            throw LearningError.fitFailed(
                step: kind,
                reason: "the solution is not finite; scale the features or raise C and class_weight")
        }
        return solution
    }

    /// Returns the maximum number of steps for n examples.
    func stepLimit(for count: Int) -> Int { maxIter >= 0 ? maxIter : Self.defaultStepLimit(count) }

    /// Returns libsvm's limit on the number of steps for n examples, which guarantees termination.
    private static func defaultStepLimit(_ count: Int) -> Int { max(10_000_000, 100 * count) }
}

extension SVC {
    /// Throws if a class weight has an unknown class name while a class has no weight.
    public func validate(for shape: FitShape) throws {
        if let labels = shape.labels { _ = try classWeight.weights(for: labels) }
    }
}
