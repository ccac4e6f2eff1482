import Foundation
import LinearAlgebra
import Synchronization
import Testing

@testable import Learning

/// `Golden/logistic_regression.json`, as `Tools/golden/logistic_regression.py` writes it.
struct LogisticRegressionGolden: Decodable {
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

        var testDescription: String {
            "\(data) \(start)..<\(end) scaled \(scaled) "
                + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }

        func estimator(tol: Double) throws -> LogisticRegression {
            try parameters.reduce(LogisticRegression(maxIter: 5000, tol: tol)) {
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

    let cases: [Case]

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

        let responses = try model.respond(to: x, with: [.labels, .decision, .probabilities])
        let shown = 0..<golden.decision.count
        let decision = try #require(responses.decision).rows(shown).values
        #expect(relativeDifference(decision, golden.decision.flatMap { $0 }, floor: 1) < 1e-6)
        let probabilities = try #require(responses.probabilities).rows(shown).values
        #expect(relativeDifference(probabilities, golden.probabilities.flatMap { $0 }, floor: 1) < 1e-6)
        let right = zip(try #require(responses.codes), labels.codes).count { $0 == $1 }
        #expect(abs(Double(right) / Double(labels.count) - golden.accuracy) < 1e-12)
    }

    /// The two solvers know nothing of each other and must meet at the one minimum.
    @Test(arguments: ["iris", "wine", "breast-cancer"])
    func solversMeet(_ name: String) throws {
        let (table, names) = try GoldenFile.table(name)
        let labels = Labels(names)
        let x = try StandardScaler().fit(table, to: .labels(labels)).transform(table)
        let objective = LogisticObjective(
            design: x, codes: labels.codes,
            weights: (0..<x.rows).map { Double(1 + $0 % 3) / Double(2 * x.rows) },
            outputs: labels.classes.count == 2 ? 1 : labels.classes.count, penalisedColumns: x.columns,
            penalty: 1 / Double(x.rows), means: [Double](repeating: 0, count: x.columns))
        let newton = try Descent(
            of: objective, by: NewtonRule(objective: objective), limit: 50, tolerance: 1e-11, in: FitContext()
        )
        let limited = try Descent(
            of: objective, by: LBFGSRule(objective), limit: 2000, tolerance: 1e-11, in: FitContext())
        #expect(newton.isConverged && limited.isConverged)
        #expect(relativeDifference(limited.end.point, newton.end.point) < 1e-7)
        #expect(newton.iterations < limited.iterations)
    }

    /// Central differences of the objective.
    @Test(arguments: [1, 4])
    func gradientIsTheDerivative(_ outputs: Int) {
        let x = Matrix((0..<30).map { row in (0..<3).map { sin(Double(row * 3 + $0) * 1.3) } })
        let objective = LogisticObjective(
            design: x, codes: (0..<30).map { Int32($0 % max(2, outputs)) },
            weights: (0..<30).map { Double($0 + 1) / 465 }, outputs: outputs, penalisedColumns: 2,
            penalty: 0.3,
            means: [0, 0])
        let point = (0..<outputs * 3).map { cos(Double($0)) }
        let gradient = objective.evaluate(at: point).gradient
        for index in point.indices {
            var (above, below) = (point, point)
            above[index] += 1e-5
            below[index] -= 1e-5
            let slope = (objective.evaluate(at: above).value - objective.evaluate(at: below).value) / 2e-5
            #expect(abs(slope - gradient[index]) < 1e-9)
        }
    }

    @Test func warnsWhenStopped() throws {
        let (x, names) = try GoldenFile.table("wine")
        let model = try LogisticRegression(maxIter: 2).fit(x, to: .labels(Labels(names)))
        #expect(
            model.warnings == [
                "logistic-regression: stopped after 2 iterations before it converged; raise max_iter or scale the "
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
        #expect(try model.respond(to: x, with: .probabilities).probabilities?.columns == 2)
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
            let probabilities = try #require(try model.respond(to: far, with: .probabilities).probabilities)
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
                step: "logistic-regression", reason: "the rows' weights add up to 0.0")
        ) {
            try weightless.fit(Matrix([[1], [2]]), to: .labels(Labels([0, 1])))
        }
    }

    @Test func refusesValues() throws {
        let model = try LogisticRegression().fit(Matrix([[1], [2]]), to: .labels(Labels([0, 1])))
        #expect(throws: LearningError.noResponse(step: "logistic-regression", wanted: "values")) {
            try model.respond(to: Matrix([[1]]), with: .values)
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
