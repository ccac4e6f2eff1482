import LinearAlgebra

extension LogisticRegression {
    /// What is to be minimised, for any strength of the penalty.
    struct Problem {
        let objective: LogisticObjective

        /// The codes of the classes that occur, ascending.
        let classes: [Int32]

        /// What was subtracted from each column.
        let means: [Double]

        /// The weight of all rows.
        private let totalWeight: Double
        private let isPenalised: Bool

        /// The problem of rows and their classes.
        ///
        /// For Newton's method, and with an intercept, the columns are centred, which leaves the minimum where it is
        /// and keeps large means from hiding the differences. L-BFGS depends on where the columns are, and takes them
        /// as scikit-learn's does.
        init(_ parameters: LogisticRegression, _ x: Matrix, _ labels: Labels) throws {
            let isCentred = parameters.fitIntercept && parameters.solver == .newtonCholesky
            let zeros = [Double](repeating: 0, count: x.columns)
            means = isCentred ? try x.finiteColumnMeans(for: LogisticRegression.kind) : zeros
            let design = isCentred ? x.shifted(by: means) : x
            guard design.sumOfSquares.isFinite else { throw Self.tooLarge }

            let weightOfClass = try parameters.classWeight.weights(for: labels)
            let rowWeights = labels.codes.map { weightOfClass[Int($0)] }
            let total = rowWeights.reduce(0, +)
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
            objective = LogisticObjective(
                design: design,
                codes: labels.codes.map { codeAmongPresent[Int($0)] }, weights: rowWeights.map { $0 / total },
                outputs: present.count == 2 ? 1 : present.count, hasIntercept: parameters.fitIntercept)
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
