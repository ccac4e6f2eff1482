import LinearAlgebra

/// A fit of a logistic regression to rows in parts, of which each step reads every part once.
///
/// The fit takes the steps of L-BFGS that a fit to all rows takes, to rounding. Whoever has the rows evaluates the
/// ``nextPoint``:
///
/// ```swift
/// while let point = fit.nextPoint {
///     var total = LogisticFitToParts.Loss(parameterCount: point.count)
///     for part in parts { total.add(try fit.problem.losses(of: part.x, codes: part.codes, at: [point])[0]) }
///     fit.take(total)
/// }
/// ```
package struct LogisticFitToParts: Sendable {
    /// What a part of the rows needs to know.
    package struct Problem: Sendable, Codable, Equatable {
        /// The class codes in the data, ascending.
        package let classes: [Int32]

        /// The weight of a row of each of these classes; those of all rows add up to 1.
        package let weights: [Double]

        package let hasIntercept: Bool

        package init(classes: [Int32], weights: [Double], hasIntercept: Bool) {
            (self.classes, self.weights, self.hasIntercept) = (classes, weights, hasIntercept)
        }

        /// Returns the losses of some rows at several points, and their derivatives, reading the rows once for all points.
        ///
        /// The codes of encoded rows are read as they are.
        ///
        /// - Parameters:
        ///   - x: The rows.
        ///   - codes: Their class codes, all of which are in ``classes``.
        ///   - points: The parameters.
        /// - Throws: ``LearningError/unsupportedColumn(step:column:kind:)`` for a column that is not of numbers.
        package func losses(of x: Features, codes: [Int32], at points: [[Double]]) throws -> [Loss] {
            let places = codes.map { code in Int32(classes.firstIndex(of: code) ?? 0) }
            let (panels, encoded): (RowPanels, LogisticCodes?) =
                switch x {
                case .matrix(let matrix): (RowPanels(matrix), nil)
                case .encoded(let rows): (RowPanels(rows.dense), LogisticCodes(rows))
                case .table(let table):
                    throw LearningError.unsupportedColumn(of: table, in: LogisticRegression.kind)
                }
            let rows = LogisticRows(
                panels, encoded: encoded, codes: places, weights: .ofClasses(weights),
                hasIntercept: hasIntercept)
            let objective = LogisticObjective(rows: rows, outputs: outputs)
            return objective.evaluate(points.map { .init(point: $0, penalty: 0) }).map {
                Loss(value: $0.value, gradient: $0.gradient)
            }
        }

        /// The number of rows of parameters.
        fileprivate var outputs: Int { classes.count == 2 ? 1 : classes.count }
    }

    /// The loss of some rows at a point, and its derivatives.
    package struct Loss: Sendable {
        package var value: Double
        package var gradient: [Double]

        package init(value: Double, gradient: [Double]) { (self.value, self.gradient) = (value, gradient) }
    }

    package let problem: Problem
    private let estimator: LogisticRegression
    private let columns: Int
    private let penalty: Double
    private var descent: LBFGSDescent?

    /// Starts a fit.
    ///
    /// - Parameters:
    ///   - estimator: The parameters.
    ///   - names: The names of the classes.
    ///   - counts: The number of rows of each class.
    ///   - columns: The number of columns.
    /// - Throws: ``LearningError`` if the data have fewer than two classes, or a class weight is not of one of them.
    package init(_ estimator: LogisticRegression, names: [String], counts: [Int], columns: Int) throws {
        try estimator.validate()
        let present = counts.indices.filter { counts[$0] > 0 }
        guard present.count >= 2 else {
            throw LearningError.oneClass(step: LogisticRegression.kind, name: present.first.map { names[$0] })
        }
        let weights = try estimator.classWeight.weights(
            classes: names, counts: counts, totals: counts.map(Double.init))
        let total = present.reduce(0) { $0 + weights[$1] * Double(counts[$1]) }
        guard total > 0, total.isFinite else {
            throw LearningError.fitFailed(
                step: LogisticRegression.kind, reason: "the row weights add up to \(total)")
        }
        self.estimator = estimator
        self.columns = columns
        problem = Problem(
            classes: present.map { Int32($0) }, weights: present.map { weights[$0] / total },
            hasIntercept: estimator.fitIntercept)
        penalty = estimator.penalty == .l2 ? 1 / (estimator.c * total) : 0
    }

    private var width: Int { columns + (estimator.fitIntercept ? 1 : 0) }

    /// The next point to evaluate; nil after the end.
    package var nextPoint: [Double]? {
        guard let descent else { return [Double](repeating: 0, count: problem.outputs * width) }
        return descent.nextPoint
    }

    /// Takes the loss of all rows at ``nextPoint``.
    package mutating func take(_ loss: Loss) {
        guard let point = nextPoint else { return }
        var evaluation = LogisticObjective.Evaluation(
            point: point, value: loss.value, gradient: loss.gradient)
        evaluation.penalise(penalty, width: width, columns: columns)
        if descent == nil {
            descent = LBFGSDescent(from: evaluation, limit: estimator.maxIter, tolerance: estimator.tol)
        } else {
            descent?.take(evaluation)
        }
    }

    /// The fitted model, once ``nextPoint`` is nil.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the values are too large.
    package func model() throws -> FittedLogisticRegression {
        guard let descent, descent.here.point.allSatisfy(\.isFinite), descent.here.value.isFinite else {
            throw LogisticRegression.Problem.tooLarge
        }
        let parameters = Matrix(rows: problem.outputs, columns: width, values: descent.here.point)
        return FittedLogisticRegression(
            classes: problem.classes, coefficients: parameters.firstColumns(columns),
            intercepts: (0..<problem.outputs).map { estimator.fitIntercept ? parameters[$0, columns] : 0 },
            iterations: descent.iterations,
            warnings: descent.isConverged ? [] : [LogisticRegression.notConverged(after: descent.iterations)])
    }
}
