import LinearAlgebra

extension LogisticRegression {
    /// The parameters up to which Newton's method is faster than the limited-memory one.
    private static let newtonLimit = 200

    /// Learns the coefficients and intercepts, by Newton's method where they are few and L-BFGS where they
    /// are many.
    ///
    /// Coefficients of columns that depend on each other are not unique without a penalty; any that reach the
    /// minimum may come out. ``FittedLogisticRegression/warnings`` says if the solver stopped early, or if
    /// there is no minimum because a plane separates the classes and nothing is penalised.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums of squares overflow, or all rows weigh
    ///   nothing; `CancellationError`.
    public func fit(_ x: Matrix, _ labels: Labels, in context: FitContext) throws -> FittedLogisticRegression
    {
        let classes = labels.presentCodes
        let objective = try objective(x, labels, classes)
        let isSmall = objective.outputs * objective.width <= Self.newtonLimit
        let descent =
            isSmall
            ? try Descent(
                of: objective, by: NewtonRule(objective: objective), limit: maxIter, tolerance: tol,
                in: context)
            : try Descent(
                of: objective, by: LBFGSRule(objective), limit: maxIter, tolerance: tol, in: context)
        guard descent.end.point.allSatisfy(\.isFinite) else { throw tooLarge }

        let parameters = Matrix(rows: objective.outputs, columns: objective.width, values: descent.end.point)
        let coefficients = Matrix(
            (0..<objective.outputs).map { Array(parameters[row: $0].prefix(x.columns)) })
        // The columns were centred: what that took from each row's score goes back into the intercepts.
        let shifts = coefficients.times(objective.means)
        let intercepts = (0..<objective.outputs).map { output in
            fitIntercept ? parameters[output, x.columns] - shifts[output] : 0
        }
        guard intercepts.allSatisfy(\.isFinite) else { throw tooLarge }
        return FittedLogisticRegression(
            classes: classes, coefficients: coefficients, intercepts: intercepts,
            iterations: descent.iterations,
            warnings: warnings(of: descent, objective))
    }

    private var tooLarge: LearningError {
        .fitFailed(step: Self.kind, reason: "the values are too large: the sums of their squares overflow")
    }

    /// What is to be minimised.
    ///
    /// With an intercept the columns are centred, which leaves the minimum where it is and lets the solvers
    /// find it sooner.
    private func objective(_ x: Matrix, _ labels: Labels, _ classes: [Int32]) throws -> LogisticObjective {
        let zeros = [Double](repeating: 0, count: x.columns)
        let means = fitIntercept ? try x.finiteColumnMeans(for: Self.kind) : zeros
        guard x.columnVariances(about: means).allSatisfy(\.isFinite) else { throw tooLarge }

        let weightOfClass = try classWeight.weights(for: labels)
        let rowWeights = labels.codes.map { weightOfClass[Int($0)] }
        let total = rowWeights.reduce(0, +)
        guard total > 0, total.isFinite else {
            throw LearningError.fitFailed(step: Self.kind, reason: "the rows' weights add up to \(total)")
        }
        var codeAmongPresent = [Int32](repeating: 0, count: labels.classes.count)
        for (index, code) in classes.enumerated() { codeAmongPresent[Int(code)] = Int32(index) }
        return LogisticObjective(
            design: fitIntercept ? x.shifted(by: means).withColumnOfOnes() : x,
            codes: labels.codes.map { codeAmongPresent[Int($0)] },
            weights: rowWeights.map { $0 / total },
            outputs: classes.count == 2 ? 1 : classes.count,
            penalisedColumns: x.columns,
            penalty: penalty == .l2 ? 1 / (c * total) : 0,
            means: means)
    }

    private func warnings(of descent: Descent, _ objective: LogisticObjective) -> [String] {
        if penalty == .none, objective.isSeparated(by: descent.end.probabilities) {
            return [
                "\(Self.kind): the classes can be separated without error, so without a penalty the coefficients "
                    + "grow without bound; set penalty=l2"
            ]
        }
        guard !descent.isConverged else { return [] }
        return [
            "\(Self.kind): stopped after \(descent.iterations) iterations before it converged; raise max_iter or "
                + "scale the data"
        ]
    }
}

extension LogisticObjective {
    /// Whether every row's own class is strictly the likeliest.
    fileprivate func isSeparated(by probabilities: Matrix) -> Bool {
        codes.indices.allSatisfy { row in
            let code = Int(codes[row])
            if outputs == 1 {
                return code == 1 ? probabilities[row, 0] > 0.5 : probabilities[row, 0] < 0.5
            }
            return (0..<outputs).allSatisfy {
                $0 == code || probabilities[row, $0] < probabilities[row, code]
            }
        }
    }
}

extension Matrix {
    /// The matrix with a column of ones at its end.
    fileprivate func withColumnOfOnes() -> Matrix {
        withUnsafeValues { source in
            Matrix(rows: rows, columns: columns + 1) { target in
                for row in 0..<rows {
                    let start = row * (columns + 1)
                    for column in 0..<columns {
                        target.initializeElement(at: start + column, to: source[row * columns + column])
                    }
                    target.initializeElement(at: start + columns, to: 1)
                }
            }
        }
    }
}
