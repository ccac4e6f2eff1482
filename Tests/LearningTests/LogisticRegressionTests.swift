import Foundation
import LinearAlgebra
import Synchronization
import Testing

@testable import Learning

/// `Golden/logistic_regression.json`, as `Tools/golden/logistic_regression.py` writes it.
struct LogisticRegressionGolden: Decodable {
    /// Where a solver of scikit-learn stopped.
    struct Stopped: Decodable {
        let iterations: Int
        let coefficients: [[Double]]
        let intercepts: [Double]

        /// Expects a model to have stopped after as many steps at the same parameters, relative to those beyond 0.1.
        func expect(_ model: FittedLogisticRegression, within tolerance: Double) {
            #expect(model.iterations == iterations)
            let expected = coefficients.flatMap { $0 }
            #expect(relativeDifference(model.coefficients.values, expected, floor: 0.1) < tolerance)
            #expect(relativeDifference(model.intercepts, intercepts, floor: 0.1) < tolerance)
        }
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let data: String
        let start: Int
        let end: Int
        let columns: Int
        let scaled: Bool
        let parameters: [String: ParameterValue]
        let classes: [String]
        let coefficients: [[Double]]
        let intercepts: [Double]
        let decision: [[Double]]
        let probabilities: [[Double]]
        let accuracy: Double
        let lbfgs: Stopped
        let newton: Stopped

        var testDescription: String {
            "\(data) \(start)..<\(end) scaled \(scaled) "
                + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }

        func estimator(tol: Double) throws -> LogisticRegression {
            try parameters.reduce(LogisticRegression(solver: .newtonCholesky, maxIter: 5000, tol: tol)) {
                try $0.setting($1.key, to: $1.value)
            }
        }

        func table() throws -> (Matrix, Labels) {
            let (all, names) = try GoldenFile.table(data, from: start, to: end)
            let x = Matrix((0..<all.rows).map { Array(all[row: $0].prefix(columns)) })
            let labels = Labels(names)
            guard scaled else { return (x, labels) }
            return (try StandardScaler().fit(x, to: .labels(labels)).transform(x), labels)
        }
    }

    /// A problem in which Newton's method falls back to L-BFGS, and where scikit-learn's stopped.
    struct Fallback: Decodable, CustomTestStringConvertible {
        let x: [[Double]]
        let classes: [Int]
        let parameters: [String: ParameterValue]
        let stopped: Stopped

        var testDescription: String {
            "\(Set(classes).count) classes, \(x[0]) "
                + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }
    }

    let cases: [Case]
    let fallbacks: [Fallback]

    static let all: LogisticRegressionGolden? = GoldenFile.read("logistic_regression")
}

@Suite struct LogisticRegressionTests {
    @Test func hasGolden() throws {
        #expect(try #require(LogisticRegressionGolden.all).cases.count > 10)
    }

    /// Both minima are found to 1e-11 in the gradient, which the curvature, of at least 1 / (C n), may magnify to
    /// some 1e-7 in a coefficient.
    @Test(arguments: LogisticRegressionGolden.all?.cases ?? [])
    func agrees(_ golden: LogisticRegressionGolden.Case) throws {
        let (x, labels) = try golden.table()
        let model = try golden.estimator(tol: 1e-11).fit(x, to: .labels(labels))
        #expect(model.warnings == [])
        #expect(model.classes.map { labels.classes[Int($0)] } == golden.classes)
        let expected = golden.coefficients.flatMap { $0 }
        #expect(relativeDifference(model.coefficients.values, expected, floor: 1) < 1e-6)
        #expect(relativeDifference(model.intercepts, golden.intercepts, floor: 1) < 1e-6)

        let predictions = try model.predict(x, kinds: [.labels, .decisionFunction, .probabilities])
        let shown = 0..<golden.decision.count
        let decision = try #require(predictions.decisionFunction).rows(shown).values
        #expect(relativeDifference(decision, golden.decision.flatMap { $0 }, floor: 1) < 1e-6)
        let probabilities = try #require(predictions.probabilities).rows(shown).values
        #expect(relativeDifference(probabilities, golden.probabilities.flatMap { $0 }, floor: 1) < 1e-6)
        let right = zip(try #require(predictions.codes), labels.codes).count { $0 == $1 }
        #expect(abs(Double(right) / Double(labels.count) - golden.accuracy) < 1e-12)
    }

    /// By default the solver stops well before it is precise: its result shows the number and size of its steps.
    @Test(arguments: LogisticRegressionGolden.all?.cases ?? [])
    func takesTheSameSteps(_ golden: LogisticRegressionGolden.Case) throws {
        let (x, labels) = try golden.table()
        var estimator = try golden.estimator(tol: 1e-4)
        (estimator.solver, estimator.maxIter) = (.lbfgs, 100)
        let model = try estimator.fit(x, to: .labels(labels))
        // Rounding differs from the first sum on, and every step magnifies what it did in those before; the cases of
        // 100 steps on unscaled columns differ by up to 3e-4.
        golden.lbfgs.expect(model, within: 1e-3)
    }

    /// Newton's method takes few steps, so that rounding stays small; the last may move unscaled columns' coefficients by as
    /// much as its tolerance.
    @Test(arguments: LogisticRegressionGolden.all?.cases ?? [])
    func takesTheSameNewtonSteps(_ golden: LogisticRegressionGolden.Case) throws {
        let (x, labels) = try golden.table()
        var estimator = try golden.estimator(tol: 1e-4)
        estimator.maxIter = 100
        let model = try estimator.fit(x, to: .labels(labels))
        golden.newton.expect(model, within: 1e-8)
    }

    /// Where the equations are singular L-BFGS goes on, from the same point for as many steps; rounding grows as it does
    /// in that.
    @Test(arguments: LogisticRegressionGolden.all?.fallbacks ?? [])
    func newtonFallsBackWhereTheReferenceDoes(_ golden: LogisticRegressionGolden.Fallback) throws {
        let start = LogisticRegression(solver: .newtonCholesky)
        let estimator = try golden.parameters.reduce(start) { try $0.setting($1.key, to: $1.value) }
        let model = try estimator.fit(Matrix(golden.x), to: .labels(Labels(golden.classes)))
        golden.stopped.expect(model, within: 1e-5)
    }

    /// The two solvers know nothing of each other and must meet at the one minimum.
    @Test(arguments: ["iris", "wine", "breast-cancer"])
    func solversMeet(_ name: String) throws {
        let (table, names) = try GoldenFile.table(name)
        let labels = Labels(names)
        let x = try StandardScaler().fit(table, to: .labels(labels)).transform(table)
        let weights = labels.classes.indices.map { Double(1 + $0 % 3) }
        let total = labels.codes.reduce(0) { $0 + weights[Int($1)] }
        let objective = LogisticObjective(
            rows: LogisticRows(
                RowPanels(x), codes: labels.codes, weights: .ofClasses(weights.map { $0 / total }),
                hasIntercept: true),
            outputs: labels.classes.count == 2 ? 1 : labels.classes.count)
        let penalties = [1 / Double(x.rows)]
        let newton = try objective.minimise(penalties: penalties, in: FitContext()) { start, penalty in
            let system = NewtonSystem(objective: objective, penalty: penalty)
            return NewtonDescent(from: start, by: system, limit: 2000, tolerance: 1e-9)
        }[0]
        let limited = try objective.minimise(penalties: penalties, in: FitContext()) { start, _ in
            LBFGSDescent(from: start, limit: 2000, tolerance: 1e-9)
        }[0]
        #expect(newton.isConverged && limited.isConverged)
        // 1e-9 in the gradient over a curvature of at least 1 / rows, in parameters of some 1, thirty of them.
        #expect(relativeDifference(limited.here.point, newton.here.point, floor: 1) < 1e-5)
        #expect(newton.iterations < limited.iterations)
    }

    /// Fits for several values of C share the products with the rows, not the descents.
    @Test(arguments: ["iris", "wine", "breast-cancer"])
    func severalStrengthsAtOnceAreEachAlone(_ name: String) throws {
        let (table, names) = try GoldenFile.table(name)
        let labels = Labels(names)
        let x = try StandardScaler().fit(table, to: .labels(labels)).transform(table)
        let cs = [100, 0.001, 1]
        let together = try LogisticRegression(maxIter: 5000, tol: 1e-10).fit(
            RowPanels(x), labels, cs: cs, in: FitContext())
        #expect(together.count == cs.count)
        for (model, c) in zip(together, cs) {
            let alone = try LogisticRegression(c: c, maxIter: 5000, tol: 1e-10).fit(x, to: .labels(labels))
            // 1e-10 in the gradient over a curvature of at least 1 / (C n), of some 2e-5 for the largest C.
            #expect(relativeDifference(model.coefficients.values, alone.coefficients.values, floor: 1) < 1e-5)
            #expect(relativeDifference(model.intercepts, alone.intercepts, floor: 1) < 1e-5)
        }
    }

    /// The loss and its derivatives, against the definition by the mathematical library.
    @Test(arguments: [1, 3, 26])
    func lossIsThatOfTheDefinition(_ outputs: Int) {
        let classes = max(2, outputs)
        // 1100 rows: more than a panel, and no whole number of vectors.
        let x = Matrix((0..<1101).map { row in (0..<3).map { 3 * sin(Double(row * 3 + $0) * 1.3) } })
        let objective = LogisticObjective(
            rows: LogisticRows(
                RowPanels(x), codes: (0..<1101).map { Int32($0 % classes) },
                weights: .ofClasses((0..<classes).map { Double($0 % 5) / 2200 }), hasIntercept: false),
            outputs: outputs)
        let point = (0..<outputs * 3).map { 2 * cos(Double($0)) }
        var loss = 0.0
        for row in 0..<x.rows {
            let scores = (0..<outputs).map { output in
                (0..<3).reduce(0.0) { $0 + x[row, $1] * point[output * 3 + $1] }
            }
            let all = outputs == 1 ? [0, scores[0]] : scores
            loss +=
                objective.rows.weight(of: row) * (log(all.reduce(0) { $0 + exp($1) }) - all[row % classes])
        }
        let found = objective.evaluate([.init(point: point, penalty: 0)])[0]
        #expect(abs(found.value - loss) < 1e-13 * loss)
    }

    /// Central differences of the objective.
    @Test(arguments: [1, 4])
    func gradientIsTheDerivative(_ outputs: Int) {
        let x = Matrix((0..<30).map { row in (0..<2).map { sin(Double(row * 3 + $0) * 1.3) } })
        let classes = max(2, outputs)
        let objective = LogisticObjective(
            rows: LogisticRows(
                RowPanels(x), codes: (0..<30).map { Int32($0 % classes) },
                weights: .ofClasses((0..<classes).map { Double($0 + 1) / 75 }), hasIntercept: true),
            outputs: outputs)
        let point = (0..<outputs * 3).map { cos(Double($0)) }
        func evaluation(_ point: [Double]) -> LogisticObjective.Evaluation {
            objective.evaluate([.init(point: point, penalty: 0.3)])[0]
        }
        let gradient = evaluation(point).gradient
        for index in point.indices {
            var (above, below) = (point, point)
            above[index] += 1e-5
            below[index] -= 1e-5
            let slope = (evaluation(above).value - evaluation(below).value) / 2e-5
            #expect(abs(slope - gradient[index]) < 1e-9)
        }
    }

    @Test func warnsWhenStopped() throws {
        let (x, names) = try GoldenFile.table("wine")
        let model = try LogisticRegression(maxIter: 2).fit(x, to: .labels(Labels(names)))
        #expect(
            model.warnings == [
                "logistic-regression: did not converge in 2 iterations; raise max_iter or scale the "
                    + "data"
            ])
        #expect(model.iterations == 2)
    }

    @Test(arguments: [2, 3])
    func separableClassesWithoutPenaltyWarn(_ classes: Int) throws {
        let x = Matrix((0..<30).map { [Double($0), sin(Double($0))] })
        let labels = Labels((0..<30).map { $0 * classes / 30 })
        let model = try LogisticRegression(penalty: .none).fit(x, to: .labels(labels))
        #expect(model.warnings.count == 1 && model.warnings[0].contains("separated without error"))
        #expect(model.coefficients.values.allSatisfy(\.isFinite) && model.intercepts.allSatisfy(\.isFinite))
        #expect(try model.predict(x) == labels.codes)
    }

    @Test func classesThatDoNotOccurKeepTheirCodes() throws {
        let x = Matrix((0..<20).map { [Double($0)] })
        let labels = Labels(classes: ["a", "b", "c", "d"], codes: (0..<20).map { $0 < 9 ? 1 : 3 })
        let model = try LogisticRegression().fit(x, to: .labels(labels))
        #expect(model.classes == [1, 3])
        #expect(try model.predict(x) == labels.codes)
        #expect(try model.predict(x, kinds: .probabilities).probabilities?.columns == 2)
        #expect(model.coefficients[0, 0] > 0)
    }

    @Test func copiesOfRowsCountAsWeights() throws {
        let (x, names) = try GoldenFile.table("iris", from: 50)
        let doubled = (0..<100).flatMap { $0 < 50 ? [$0, $0] : [$0] }
        let labels = Labels(names)
        let copied = try LogisticRegression(tol: 1e-10).fit(
            x.rows(at: doubled), to: .labels(labels.rows(at: doubled)))
        let weighted = try LogisticRegression(classWeight: .weights(["versicolor": 2]), tol: 1e-10).fit(
            x, to: .labels(labels))
        #expect(relativeDifference(weighted.coefficients.values, copied.coefficients.values) < 1e-7)
    }

    /// Far from the boundary: no overflow, no NaN, and rows that still add up to 1.
    @Test func probabilitiesAreStable() throws {
        for classes in [2, 3] {
            let x = Matrix((0..<30).map { [Double($0)] })
            let labels = Labels((0..<30).map { $0 * classes / 30 })
            let model = try LogisticRegression().fit(x, to: .labels(labels))
            let far = Matrix([[-1e6], [1e6], [0]])
            let probabilities = try #require(try model.predict(far, kinds: .probabilities).probabilities)
            for row in 0..<3 { #expect(abs(probabilities[row: row].reduce(0, +) - 1) < 1e-15) }
            #expect(probabilities[0, 0] == 1 && probabilities[1, classes - 1] == 1)
        }
    }

    @Test func refusesOverflow() throws {
        let x = Matrix([[1e300], [-1e300], [0], [1]])
        let error = try #require(throws: LearningError.self) {
            try LogisticRegression().fit(x, to: .labels(Labels([0, 1, 0, 1])))
        }
        #expect("\(error)".contains("overflow"))
    }

    @Test func refusesWeightlessRows() throws {
        let weightless = LogisticRegression(classWeight: .weights(["0": 0, "1": 0]))
        #expect(
            throws: LearningError.fitFailed(
                step: "logistic-regression", reason: "the row weights add up to 0.0")
        ) {
            try weightless.fit(Matrix([[1], [2]]), to: .labels(Labels([0, 1])))
        }
    }

    @Test func refusesValues() throws {
        let model = try LogisticRegression().fit(Matrix([[1], [2]]), to: .labels(Labels([0, 1])))
        #expect(throws: LearningError.predictionUnavailable(step: "logistic-regression", kinds: .values)) {
            try model.predict(Matrix([[1]]), kinds: .values)
        }
    }

    /// Few parameters and many: both solvers ask.
    @Test(arguments: ["wine", "digits"])
    func stopsWhenCancelled(_ name: String) throws {
        let (x, names) = try GoldenFile.table(name, to: 150)
        let asked = Mutex(0)
        let context = FitContext(isCancelled: {
            asked.withLock {
                $0 += 1
                return $0 > 2
            }
        })
        #expect(throws: CancellationError.self) {
            try LogisticRegression().fit(x, to: .labels(Labels(names)), in: context)
        }
        #expect(asked.withLock { $0 } == 3)
    }
}
