import LinearAlgebra

extension LogisticRegression {
    /// Minimises the penalised log loss of n rows.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the rows are so large that the loss overflows.
    public func fit(_ x: Matrix, _ labels: Labels, in context: FitContext) throws -> FittedLogisticRegression {
        let classes = labels.presentCodes
        let weights = try classWeight.weights(for: labels)
        let loss = LogisticLoss(
            x: x, codes: labels.codes, classes: classes, weights: weights,
            inverseStrength: penalty == .none ? .infinity : c, fitIntercept: fitIntercept)
        let start = [Double](repeating: 0, count: loss.parameterCount)
        let solver = LBFGS(gradientTolerance: tol, maxIterations: maxIter)
        let outcome = try solver.minimize(from: start) { point, gradient in
            try context.checkCancellation()
            return loss.evaluate(at: point, gradient: &gradient)
        }
        let (coefficients, intercepts) = loss.split(outcome.point)
        guard outcome.iterations > 0 || outcome.hasConverged, coefficients.firstNonFinite == nil,
            loss.isFinite(at: outcome.point)
        else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "the loss overflows: the features are too large; scale them first")
        }
        let warnings =
            outcome.hasConverged
            ? []
            : [
                "\(Self.kind): stopped after \(outcome.iterations) iterations before it converged; "
                    + "raise max_iter or scale the data"
            ]
        return FittedLogisticRegression(
            classes: classes, coefficients: coefficients, intercepts: intercepts, iterations: outcome.iterations,
            warnings: warnings)
    }
}
