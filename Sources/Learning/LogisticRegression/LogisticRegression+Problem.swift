import LinearAlgebra

extension LogisticRegression {
    /// What is to be minimised, for any strength of the penalty.
    struct Problem {
        let objective: LogisticObjective

        /// The codes of the classes that occur, ascending.
        let classes: [Int32]

        /// What was subtracted from each column.
        let means: [Double]

        /// The rows one after the other, for Newton's method.
        private let design: Matrix?

        /// The number of columns.
        var columns: Int { means.count }

        /// The weight of all rows.
        private let totalWeight: Double
        private let isPenalised: Bool

        /// The problem of rows and their classes for L-BFGS, which depends on where the columns are, and takes them as
        /// scikit-learn's does.
        init(_ parameters: LogisticRegression, _ x: RowPanels, _ labels: Labels) throws {
            let means = [Double](repeating: 0, count: x.columns)
            try self.init(parameters, x, labels, means: means, design: nil)
        }

        /// The problem for Newton's method.
        ///
        /// With an intercept the columns are centred, which leaves the minimum where it is and keeps large means from
        /// hiding the differences.
        init(_ parameters: LogisticRegression, centring x: Matrix, _ labels: Labels) throws {
            let zeros = [Double](repeating: 0, count: x.columns)
            let means =
                parameters.fitIntercept ? try x.finiteColumnMeans(for: LogisticRegression.kind) : zeros
            let design = parameters.fitIntercept ? x.shifted(by: means) : x
            try self.init(parameters, RowPanels(design), labels, means: means, design: design)
        }

        private init(
            _ parameters: LogisticRegression, _ x: RowPanels, _ labels: Labels, means: [Double],
            design: Matrix?
        ) throws {
            guard x.sumOfSquares.isFinite else { throw Self.tooLarge }
            self.means = means
            self.design = design
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

        /// How to descend for a strength of the penalty.
        func rule(_ penalty: Double) -> any DescentRule {
            design.map { NewtonRule(objective: objective, design: $0, penalty: penalty) } ?? LBFGSRule()
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
