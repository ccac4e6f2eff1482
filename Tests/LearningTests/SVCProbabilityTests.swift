import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/svc_probabilities.json`, as `Tools/golden/svc_probabilities.py` writes it.
struct SVCProbabilityGolden: Decodable {
    struct Table: Decodable {
        let train: [[Double]]
        let labels: [Int]
        let test: [[Double]]
    }

    struct Outcome: Decodable {
        let probabilities: [[Double]]
        let slopes: [Double]
        let offsets: [Double]
        let predictions: [Int]
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let data: String
        let parameters: [String: ParameterValue]
        let loose: Outcome
        let tight: Outcome

        var testDescription: String {
            "\(data) \(parameters.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })"
        }
    }

    struct Draws: Decodable {
        let state: UInt32
        let seed: UInt32
        let bounds: [UInt32]
        let numbers: [UInt32]
    }

    let data: [String: Table]
    let cases: [Case]
    let draws: [Draws]

    static let all = GoldenFile.read("svc_probabilities", as: SVCProbabilityGolden.self)
}

/// Against scikit-learn's `SVC(probability=True)`.
@Suite struct SVCProbabilityGoldenTests {
    @Test func hasCases() throws {
        let golden = try #require(SVCProbabilityGolden.all)
        #expect(golden.cases.count == 20 && golden.data.count == 4 && golden.draws.count == 5)
    }

    /// Compares probabilities and sigmoids.
    ///
    /// The steps of the solver are libsvm's on the same single-precision kernel, at any tolerance, so that only the
    /// rounding of unrounded kernels and of sums remains.
    @Test(arguments: SVCProbabilityGolden.all?.cases ?? [])
    func agrees(_ golden: SVCProbabilityGolden.Case) throws {
        let table = try #require(SVCProbabilityGolden.all?.data[golden.data])
        let (x, test) = (Matrix(table.train), Matrix(table.test))
        let labels = Labels(table.labels)
        let tolerance = 1e-10
        for (tol, expected) in [(1e-3, golden.loose), (1e-10, golden.tight)] {
            let svc = try golden.parameters.reduce(SVC(tol: tol, probability: true)) {
                try $0.setting($1.key, to: $1.value)
            }
            let model = try svc.fit(x, to: .labels(labels))
            let sigmoids = try #require(model.sigmoids)
            #expect(relativeDifference(sigmoids.map(\.slope), expected.slopes) < tolerance)
            #expect(relativeDifference(sigmoids.map(\.offset), expected.offsets, floor: 1) < tolerance)
            let predicted = try model.predict(test, kinds: [.labels, .probabilities])
            #expect(predicted.codes?.map { labels.classes[Int($0)] } == expected.predictions.map(String.init))
            let probabilities = try #require(predicted.probabilities)
            let reference = Matrix(expected.probabilities)
            #expect(probabilities.rows == reference.rows && probabilities.columns == reference.columns)
            let error = zip(probabilities.values, reference.values).map { abs($0 - $1) }.max() ?? 1
            #expect(error < tolerance, "tol \(tol)")
        }
    }

    /// The seeds that NumPy draws, and the numbers that libsvm's generator draws from these.
    @Test func generatorsAgree() throws {
        for draws in try #require(SVCProbabilityGolden.all).draws {
            var outer = MersenneTwister(seed: draws.state)
            #expect(outer.nextMasked(below: UInt32(Int32.max)) == draws.seed)
            var generator = MersenneTwister(seed: draws.seed)
            #expect(draws.bounds.map { generator.next(below: $0) } == draws.numbers)
        }
    }
}

@Suite struct SVCProbabilityTests {
    /// Iris, or its first two or last species.
    private static func table(_ species: Range<Int> = 0..<3) throws -> (x: Matrix, labels: Labels) {
        let (x, names) = try GoldenFile.table("iris")
        let rows = Array(species.lowerBound * 50..<species.upperBound * 50)
        return (x.rows(at: rows), Labels(names).rows(at: rows))
    }

    /// To the bit, although the path shares the solver's first steps.
    @Test(arguments: [1 << 30, 430_000, 1])
    func modelsOfAPathAreThoseAlone(memoryBudget: Int) throws {
        let (x, labels) = try Self.table()
        let context = FitContext(memoryBudget: memoryBudget)
        let path = [10, 0.01, 1, 1, 100].map {
            SVC(c: $0, classWeight: .weights(["setosa": 2]), probability: true, randomState: 3)
        }
        let together = try SVC.fit(path: path, x, .labels(labels), in: context).map { try $0.get() }
        for (estimator, model) in zip(path, together) {
            #expect(try model == estimator.fit(x, to: .labels(labels), in: context))
        }
        #expect(together[0].sigmoids?.count == 3 && together[0].sigmoids != together[4].sigmoids)
    }

    /// With a matrix of all rows, a matrix for each problem, and rows on demand: kernels are rounded to `Float`, which
    /// hides differences of the products' last bits.
    @Test func modelsAreTheSameWithLittleMemory() throws {
        let (x, labels) = try Self.table()
        let estimator = SVC(c: 3, probability: true)
        let whole = try #require(estimator.fit(x, to: .labels(labels)).sigmoids)
        for budget in [1, 430_000] {
            let model = try estimator.fit(x, to: .labels(labels), in: FitContext(memoryBudget: budget))
            let sigmoids = try #require(model.sigmoids)
            #expect(relativeDifference(sigmoids.map(\.slope), whole.map(\.slope)) < 1e-9)
            #expect(relativeDifference(sigmoids.map(\.offset), whole.map(\.offset)) < 1e-9)
        }
    }

    @Test func onlyProbabilitiesAreAdded() throws {
        let (x, labels) = try Self.table()
        let plain = try SVC(c: 2).fit(x, to: .labels(labels))
        let model = try SVC(c: 2, probability: true).fit(x, to: .labels(labels))
        let kinds: PredictionKinds = [.labels, .decisionFunction]
        let (expected, predicted) = try (plain.predict(x, kinds: kinds), model.predict(x, kinds: kinds))
        #expect(predicted.codes == expected.codes)
        #expect(predicted.decisionFunction == expected.decisionFunction)
        #expect(plain.sigmoids == nil && predicted.probabilities == nil)
        let other = try SVC(c: 2, probability: true, randomState: 1).fit(x, to: .labels(labels))
        #expect(other.coefficients == model.coefficients && other.sigmoids != model.sigmoids)
        #expect(SVC().predictionKinds == kinds)
        #expect(SVC(probability: true).predictionKinds == kinds.union(.probabilities))
    }

    /// Each fold of the second class's one row lacks a class, and one of its folds holds nothing out.
    @Test func classesOfOneRowHaveProbabilities() throws {
        let x = Matrix([[0, 1], [1, 0], [5, 5]])
        for rows in [[0, 2], [0, 1, 2]] {
            let labels = Labels(["a", "a", "b"]).rows(at: rows)
            let model = try SVC(probability: true).fit(x.rows(at: rows), to: .labels(labels))
            let found = try #require(try model.predict(x, kinds: .probabilities).probabilities)
            #expect(found.values.allSatisfy { (0...1).contains($0) })
        }
    }

    @Test func aModelComesBackToTheBitAndOlderOnesAreRead() throws {
        let (x, labels) = try Self.table(1..<3)
        let model = try SVC(probability: true).fit(x, to: .labels(labels))
        let written = try JSONEncoder().encode(model)
        #expect(try JSONDecoder().decode(FittedSVC.self, from: written) == model)
        // A model of an earlier release has no sigmoids.
        var content = try #require(JSONSerialization.jsonObject(with: written) as? [String: Any])
        #expect(content.removeValue(forKey: "sigmoids") != nil)
        let older = try JSONDecoder().decode(
            FittedSVC.self, from: JSONSerialization.data(withJSONObject: content))
        #expect(older.sigmoids == nil && older.coefficients == model.coefficients)
        try older.validate()
    }

    @Test func aCancelledFitStops() throws {
        let (x, labels) = try Self.table()
        let context = FitContext(isCancelled: { true })
        #expect(throws: CancellationError.self) {
            try SVC(probability: true).fit(x, to: .labels(labels), in: context)
        }
    }

    /// Decisions that separate the classes have a finite sigmoid, because its targets are not 0 and 1.
    @Test func sigmoidsOfSeparableDecisionsAreFinite() {
        let decisions: [Double] = (0..<40).map { row in
            let size = 1 + Double(row) / 50
            return row < 25 ? size : -size
        }
        let sigmoid = ProbabilitySigmoid(fitting: decisions, isFirst: decisions.map { $0 > 0 })
        #expect(sigmoid.slope < -1 && sigmoid.slope > -10)
        #expect(sigmoid.probability(of: 1) > 0.8 && sigmoid.probability(of: -1) < 0.2)
        #expect(sigmoid.probability(of: 1e308) == 1 && sigmoid.probability(of: -1e308) == 0)
    }

    /// The minimum: the probabilities add up to the targets.
    @Test func sigmoidsAreOptimal() {
        let decisions: [Double] = (0..<50).map { sin(Double($0) * 7) + Double($0) / 40 }
        let isFirst: [Bool] = (0..<50).map { row in row % 11 == 0 || row > 12 && row * row % 7 > 2 }
        let (firsts, seconds) = (Double(isFirst.count { $0 }), Double(isFirst.count { !$0 }))
        let sigmoid = ProbabilitySigmoid(fitting: decisions, isFirst: isFirst)
        var (ofOffset, ofSlope) = (0.0, 0.0)
        for (decision, isFirst) in zip(decisions, isFirst) {
            let target = isFirst ? (firsts + 1) / (firsts + 2) : 1 / (seconds + 2)
            let error = target - sigmoid.probability(of: decision)
            ofOffset += error
            ofSlope += error * decision
        }
        // libsvm's tolerance.
        #expect(abs(ofOffset) < 1e-5 && abs(ofSlope) < 1e-5)
    }

    /// Pairs that agree with each other have the probabilities they are made of, within libsvm's tolerance of 0.005
    /// divided by the number of classes.
    @Test(arguments: [[0.3, 0.7], [0.5, 0.3, 0.2], [0.1, 0.2, 0.05, 0.25, 0.4], [1, 0]])
    func coupledPairsThatAgree(_ probabilities: [Double]) {
        var coupling = PairCoupling(classCount: probabilities.count)
        let pairs = ClassOrder.pairs(of: probabilities.count)
        let found = [Double](unsafeUninitializedCapacity: probabilities.count) { target, count in
            guard let start = target.baseAddress else { return }
            coupling.couple(into: start) { pair in
                let (first, second) = (probabilities[pairs[pair].0], probabilities[pairs[pair].1])
                return first / (first + second)
            }
            count = probabilities.count
        }
        #expect(abs(found.reduce(0, +) - 1) < 1e-12)
        #expect(zip(found, probabilities).allSatisfy { abs($0 - $1) < 0.02 })
    }

    @Test func probabilitiesThatAreNotFittedAreRefused() throws {
        let (x, labels) = try Self.table()
        let error = #expect(throws: LearningError.self) {
            try SVC().fit(x, to: .labels(labels)).predict(x, kinds: [.labels, .probabilities])
        }
        #expect(error?.description == "svc cannot predict probabilities; set probability=true")
        #expect(SVC().settingAdvice(toPredict: .probabilities) == "set probability=true")
        #expect(SVC().settingAdvice(toPredict: .values) == nil)
        #expect(SVC().settingAdvice(toPredict: .labels) == nil)
        #expect(throws: LearningError.self) { try SVC().setting("random_state", to: .int(-1)) }
        #expect(throws: LearningError.self) { try SVC().setting("random_state", to: .int(4_294_967_296)) }
    }
}
