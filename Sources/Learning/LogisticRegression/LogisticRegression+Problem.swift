import LinearAlgebra

extension LogisticRegression {
    /// What is to be minimised, for any strength of the penalty.
    struct Problem {
        let objective: LogisticObjective

        /// The codes of the classes that occur, ascending.
        let classes: [Int32]

        /// The weight of all rows.
        private let totalWeight: Double
        private let isPenalised: Bool

        private let solver: LogisticSolver
        private let limit: Int
        private let tolerance: Double

        /// The problem of rows and their classes.
        ///
        /// The columns are where they are: which steps scikit-learn's solvers take depends on it.
        init(_ parameters: LogisticRegression, _ x: RowPanels, _ labels: Labels) throws {
            guard x.sumOfSquares.isFinite else { throw Self.tooLarge }
            (solver, limit, tolerance) = (parameters.solver, parameters.maxIter, parameters.tol)
            let weightOfClass = try parameters.classWeight.weights(for: labels)
            let total = labels.codes.reduce(0) { $0 + weightOfClass[Int($1)] }
            guard total > 0, total.isFinite else {
                throw LearningError.fitFailed(
                    step: LogisticRegression.kind, reason: "the rows' weights add up to \(total)")
            }
            let present = labels.presentCodes
            var codeAmongPresent = [Int32](repeating: 0, count: labels.classes.count)
            for (index, code) in present.enumerated() { codeAmongPresent[Int(code)] = Int32(index) }
            classes = present
            totalWeight = total
            isPenalised = parameters.penalty == .l2
            let rows = LogisticRows(
                x, codes: labels.codes.map { codeAmongPresent[Int($0)] },
                classWeights: present.map { weightOfClass[Int($0)] / total },
                hasIntercept: parameters.fitIntercept)
            objective = LogisticObjective(rows: rows, outputs: present.count == 2 ? 1 : present.count)
        }

        /// Descends for each strength of the penalty.
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

        /// The strength of the penalty of the mean loss for a value of `C`, which counts rows.
        func strength(_ c: Double) -> Double { isPenalised ? 1 / (c * totalWeight) : 0 }

        static var tooLarge: LearningError {
            .fitFailed(
                step: LogisticRegression.kind,
                reason: "the values are too large: the sums of their squares overflow")
        }
    }
}

extension LogisticRegression {
    /// Throws if there are weights of classes that are not there, and classes without a weight.
    public func validate(for shape: FitShape) throws {
        if let labels = shape.labels { _ = try classWeight.weights(for: labels) }
    }
}
