import LinearAlgebra

extension LogisticRegression {
    /// The objective of a fit, for any penalty strength.
    struct Problem {
        let objective: LogisticObjective

        /// The class codes in the data, ascending.
        let classes: [Int32]

        /// The total weight of all rows.
        private let totalWeight: Double
        private let isPenalised: Bool

        private let solver: LogisticSolver
        private let limit: Int
        private let tolerance: Double

        /// Creates the problem of fitting rows and their classes.
        ///
        /// Columns keep their order, which affects the steps of scikit-learn's solvers.
        init(
            _ parameters: LogisticRegression, _ x: RowPanels, encoded: LogisticCodes?, _ labels: Labels,
            weights: [Double]?
        ) throws {
            guard x.sumOfSquares.isFinite else { throw Self.tooLarge }
            (solver, limit, tolerance) = (parameters.solver, parameters.maxIter, parameters.tol)
            let weightOfClass = try parameters.classWeight.weights(for: labels, rowWeights: weights)
            let ofRows = weights.map { weights in
                zip(weights, labels.codes).map { $0 * weightOfClass[Int($1)] }
            }
            let total = ofRows?.reduce(0, +) ?? labels.codes.reduce(0) { $0 + weightOfClass[Int($1)] }
            guard total > 0, total.isFinite else {
                throw LearningError.fitFailed(
                    step: LogisticRegression.kind, reason: "the row weights add up to \(total)")
            }
            let present = labels.presentCodes
            var codeAmongPresent = [Int32](repeating: 0, count: labels.classes.count)
            for (index, code) in present.enumerated() { codeAmongPresent[Int(code)] = Int32(index) }
            classes = present
            totalWeight = total
            isPenalised = parameters.penalty == .l2
            let rows = LogisticRows(
                x, encoded: encoded, codes: labels.codes.map { codeAmongPresent[Int($0)] },
                weights: ofRows.map { .ofRows($0.map { $0 / total }) }
                    ?? .ofClasses(present.map { weightOfClass[Int($0)] / total }),
                hasIntercept: parameters.fitIntercept)
            objective = LogisticObjective(rows: rows, outputs: present.count == 2 ? 1 : present.count)
        }

        /// Runs a descent for each penalty strength.
        func solve(_ penalties: [Double], in context: FitContext) throws -> [any LogisticDescent] {
            switch solver {
            case .lbfgs:
                let descents = try objective.minimise(penalties: penalties, in: context) { start, _ in
                    LBFGSDescent(from: start, limit: limit, tolerance: tolerance)
                }
                return descents
            case .newtonCholesky:
                let descents = try objective.minimise(penalties: penalties, in: context) { start, penalty in
                    let system = NewtonSystem(objective: objective, penalty: penalty)
                    return NewtonDescent(from: start, by: system, limit: limit, tolerance: tolerance)
                }
                return descents
            }
        }

        /// Returns the strength of the penalty on the mean loss for a value of `C`, which refers to the sum over rows.
        func strength(_ c: Double) -> Double { isPenalised ? 1 / (c * totalWeight) : 0 }

        static var tooLarge: LearningError {
            .fitFailed(
                step: LogisticRegression.kind,
                reason: "the values are too large: the sums of their squares overflow")
        }
    }
}

extension LogisticRegression {
    /// Throws if a class weight has an unknown class name while a class has no weight.
    public func validate(for shape: FitShape) throws {
        if let labels = shape.labels { _ = try classWeight.weights(for: labels) }
    }
}
