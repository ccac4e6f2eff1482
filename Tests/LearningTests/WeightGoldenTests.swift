import Learning
import LinearAlgebra
import Testing

/// Fits and scores of rows with weights, as of scikit-learn: made by Tools/golden/weights.py.
struct WeightGolden: Decodable {
    let weights: [Double]
    let scalers: [Scaler]
    let discretized: [[Double]]
    let discretizers: [Discretizer]
    let ridges: [RidgeTable]
    let classifiers: [ClassifierTable]
    let scores: Scores

    struct Scaler: Decodable {
        let x: [[Double?]]
        let mean, scale: [Double]
    }

    struct Discretizer: Decodable {
        let strategy: String
        let bins: Int
        let inner: [[Double]]
    }

    struct RidgeTable: Decodable {
        let title: String
        let x: [[Double]]
        let y, weights: [Double]
        let cases: [Case]

        struct Case: Decodable {
            let alpha: Double
            let fit_intercept: Bool
            let coef: [Double]
            let intercept: Double
        }
    }

    struct ClassifierTable: Decodable {
        let classes: Int
        let x, test: [[Double]]
        let labels: [Int]
        let cases: [Case]

        struct Case: Decodable {
            let kind: String
            let parameters: [String: ParameterValue]
            let decision: [[Double]]
            let probabilities: [[Double]]?
        }
    }

    struct Scores: Decodable {
        let classification: [Classification]
        let regression: [Regression]
    }

    struct Classification: Decodable {
        let title: String
        let names: [String]
        let truth, predicted: [Int32]
        let probabilities: [[Double]]
        let decision: [Double]?
        let weights: [Double]
        let scores: [String: Double]
    }

    struct Regression: Decodable {
        let title: String
        let truth, predicted, weights: [Double]
        let scores: [String: Double]
    }

    static let all: WeightGolden? = GoldenFile.read("weights")
}

@Suite("Fits and scores use weights as scikit-learn's do")
struct WeightGoldenTests {
    private let golden: WeightGolden

    init() throws { golden = try #require(WeightGolden.all) }

    /// Sums of 60 terms in another order.
    private func expectClose(
        _ ours: [Double], _ theirs: [Double], within tolerance: Double = 1e-10, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(ours.count == theirs.count, "\(what)", sourceLocation: sourceLocation)
        for (one, other) in zip(ours, theirs) {
            #expect(
                abs(one - other) <= tolerance * max(1, abs(other)), "\(what): \(one), not \(other)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func standardScaler() throws {
        for table in golden.scalers {
            let x = Matrix(table.x.map { $0.map { $0 ?? .nan } })
            let target = Target.values(golden.weights.map { _ in 0 })
            let model = try StandardScaler().fit(x, to: target, weights: golden.weights)
            expectClose(model.mean, table.mean, "mean")
            expectClose(model.scale, table.scale, "scale")
        }
    }

    @Test func kBinsDiscretizer() throws {
        let (x, weights) = (Matrix(golden.discretized), golden.weights)
        for expected in golden.discretizers {
            let strategy = try #require(KBinsDiscretizer.Strategy(rawValue: expected.strategy))
            let model = try KBinsDiscretizer(nBins: expected.bins, strategy: strategy)
                .fit(x, to: .values(weights), weights: weights)
            for (ours, theirs) in zip(model.innerEdges, expected.inner) {
                expectClose(ours, theirs, "\(expected.strategy), \(expected.bins) bins")
            }
        }
    }

    @Test func ridge() throws {
        for table in golden.ridges {
            for expected in table.cases {
                let ridge = Ridge(alpha: expected.alpha, fitIntercept: expected.fit_intercept)
                let model = try ridge.fit(Matrix(table.x), to: .values(table.y), weights: table.weights)
                let what = "\(table.title), \(expected.alpha), \(expected.fit_intercept)"
                // The condition of the equations of dependent columns with the smallest penalty.
                expectClose(model.coefficients, expected.coef, within: 1e-8, what)
                expectClose([model.intercept], [expected.intercept], within: 1e-8, what)
            }
        }
    }

    @Test func classifiers() throws {
        for table in golden.classifiers {
            for expected in table.cases {
                var estimator: any Classifier =
                    expected.kind == "svc"
                    ? SVC(tol: 1e-8) : LogisticRegression(maxIter: 10000, tol: 1e-10)
                estimator = try estimator.setting(expected.parameters)
                try check(estimator, table, expected)
            }
        }
    }

    private func check(
        _ estimator: some Classifier, _ table: WeightGolden.ClassifierTable,
        _ expected: WeightGolden.ClassifierTable.Case
    ) throws {
        let what = "\(expected.kind), \(table.classes) classes, \(expected.parameters)"
        let model = try estimator.fit(
            Matrix(table.x), to: .labels(Labels(table.labels)), weights: golden.weights)
        let kinds: PredictionKinds = expected.probabilities == nil ? .decisionFunction : .probabilities
        let found = try model.predict(Matrix(table.test), kinds: kinds.union(.decisionFunction))
        // The tolerance of the solvers: kernels of libsvm are rounded to single precision, and its sigmoid is that of a
        // few steps.
        let tolerance = expected.kind == "svc" ? 2e-5 : 1e-6
        let decision = try #require(found.decisionFunction)
        expectClose(decision.values, expected.decision.flatMap { $0 }, within: tolerance, what)
        guard let probabilities = expected.probabilities else { return }
        let ours = try #require(found.probabilities)
        expectClose(ours.values, probabilities.flatMap { $0 }, within: tolerance, what)
    }

    @Test func scorers() throws {
        for table in golden.scores.classification {
            var predictions = Predictions(classes: table.names.indices.map { Int32($0) })
            predictions.codes = table.predicted
            predictions.probabilities = Matrix(table.probabilities)
            predictions.decisionFunction = table.decision.map {
                Matrix(rows: $0.count, columns: 1, values: $0)
            }
            let truth = Target.labels(Labels(classes: table.names, codes: table.truth))
            for (name, expected) in table.scores {
                let score = try Scorer(named: name).score(predictions, against: truth, weights: table.weights)
                expectClose([score], [expected], within: 1e-12, "\(table.title): \(name)")
            }
        }
        for table in golden.scores.regression {
            var predictions = Predictions()
            predictions.values = table.predicted
            for (name, expected) in table.scores {
                let score = try Scorer(named: name).score(
                    predictions, against: .values(table.truth), weights: table.weights)
                expectClose([score], [expected], within: 1e-12, "\(table.title): \(name)")
            }
        }
    }

    @Test("every scorer that uses weights has golden scores")
    func coverage() {
        let names =
            golden.scores.classification.flatMap(\.scores.keys)
            + golden.scores.regression.flatMap(\.scores.keys)
        #expect(Set(names) == Set(Scorer.all.filter(\.usesWeights).map(\.name)))
    }
}

extension Classifier {
    /// Returns the classifier with other values of some parameters, by scikit-learn's names.
    fileprivate func setting(_ values: [String: ParameterValue]) throws -> Self {
        try values.reduce(self) { try $0.setting($1.key, to: $1.value) }
    }
}
