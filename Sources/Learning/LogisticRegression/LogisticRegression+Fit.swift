import LinearAlgebra

extension LogisticRegression {
    /// Fits the coefficients and intercepts.
    ///
    /// Without a penalty, the coefficients of linearly dependent columns are not unique; the fit returns any that reach
    /// the minimum. ``FittedLogisticRegression/warnings`` reports if the solver stopped early, or if there is no
    /// minimum because a plane separates the classes and nothing is penalised.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums of squares overflow, or if all row weights are 0;
    ///   `CancellationError`.
    public func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws
        -> FittedLogisticRegression
    {
        try fit(RowPanels(x), labels, cs: [c], in: context)[0]
    }

    /// Fits one model for each of several values of `C`, in the given order, reading the rows once for all of them.
    ///
    /// Each model equals a separate fit within the tolerance.
    ///
    /// - Parameters:
    ///   - x: The rows, or the dense columns of encoded rows.
    ///   - encoded: The encoded rows; nil for others.
    ///   - labels: The classes.
    ///   - cs: The values of `C`.
    ///   - context: The environment of the fit.
    /// - Complexity: O(rows × parameters × values) per step.
    /// - Throws: The errors of ``fit(checked:_:in:)``.
    package func fit(
        _ x: RowPanels, encoded: EncodedRows? = nil, _ labels: Labels, cs: [Double], in context: FitContext
    ) throws -> [FittedLogisticRegression] {
        let problem = try Problem(
            self, x, encoded: encoded.map { LogisticCodes($0) }, labels, weights: context.weights)
        return try problem.solve(cs.map(problem.strength), in: context).map { try model($0, problem) }
    }

    private func model(_ descent: any LogisticDescent, _ problem: Problem) throws -> FittedLogisticRegression
    {
        let objective = problem.objective
        guard descent.here.point.allSatisfy(\.isFinite) else { throw Problem.tooLarge }
        let parameters = Matrix(rows: objective.outputs, columns: objective.width, values: descent.here.point)
        let columns = objective.rows.columns
        let coefficients = parameters.firstColumns(columns)
        let intercepts = (0..<objective.outputs).map { fitIntercept ? parameters[$0, columns] : 0 }
        return FittedLogisticRegression(
            classes: problem.classes, coefficients: coefficients, intercepts: intercepts,
            iterations: descent.iterations, warnings: warnings(of: descent, objective))
    }

    private func warnings(of descent: any LogisticDescent, _ objective: LogisticObjective) -> [String] {
        if penalty == .none, objective.isSeparated(by: objective.probabilities(at: descent.here.point)) {
            return [
                "\(Self.kind): the classes can be separated without error, so without a penalty the coefficients "
                    + "grow without bound; set penalty=l2"
            ]
        }
        return descent.isConverged ? [] : [Self.notConverged(after: descent.iterations)]
    }

    static func notConverged(after iterations: Int) -> String {
        "\(kind): did not converge in \(iterations) iterations; raise max_iter or scale the data"
    }
}

extension LogisticObjective {
    /// Returns whether each row's own class has strictly the highest probability.
    fileprivate func isSeparated(by probabilities: Matrix) -> Bool {
        (0..<rows.count).allSatisfy { row in
            let code = Int(rows.code(of: row))
            if outputs == 1 {
                return code == 1 ? probabilities[row, 0] > 0.5 : probabilities[row, 0] < 0.5
            }
            return (0..<outputs).allSatisfy {
                $0 == code || probabilities[row, $0] < probabilities[row, code]
            }
        }
    }
}
