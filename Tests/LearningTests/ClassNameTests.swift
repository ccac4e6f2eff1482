import Foundation
import Learning
import LinearAlgebra
import Testing

/// Names of classes are bytes: as scikit-learn has them, whatever Unicode holds equal.
@Suite struct ClassNameTests {
    struct Golden: Decodable {
        struct Order: Decodable, CustomTestStringConvertible {
            let title: String
            let names, classes: [String]
            let codes: [Int32]
            var testDescription: String { title }
        }
        struct Weight: Decodable {
            let name: String
            let weight: Double
        }
        struct Weighted: Decodable {
            let nameOf: [String: String]
            let weights: [Weight]
            let classes, predicted: [String]
            let probabilities: [[Double]]
            let accuracy: Double
        }
        let orders: [Order]
        let weighted: Weighted
    }

    static let golden: Golden? = GoldenFile.read("class_names")

    @Test func goldenValuesAreThere() { #expect((Self.golden?.orders.count ?? 0) >= 9) }

    @Test(arguments: golden?.orders ?? [])
    func classesAndTheirOrder(_ order: Golden.Order) {
        let labels = Labels(order.names)
        #expect(exact(labels.classes) == exact(order.classes))
        #expect(labels.codes == order.codes)
        #expect(exact(labels.names) == exact(order.names))
        #expect(exact(Labels.sorted(order.classes.reversed())) == exact(order.classes))
    }

    @Test func labelsOfOtherBytesAreOthers() {
        #expect(Labels(["\u{E9}", "z"]) != Labels(["e\u{301}", "z"]))
        #expect(ExactText("\u{212A}") != ExactText("K"))
        #expect(Set<ExactText>(["\u{E9}", "e\u{301}", "\u{E9}"]).count == 2)
    }

    @Test func weightsReachTheirClasses() throws {
        let golden = try #require(Self.golden).weighted
        let (x, texts) = try GoldenFile.table("iris")
        let labels = Labels(texts.compactMap { golden.nameOf[$0] })
        let weights = golden.weights.map { (ExactText($0.name), $0.weight) }
        let estimator = LogisticRegression(
            classWeight: .weights(Dictionary(uniqueKeysWithValues: weights)), maxIter: 10_000, tol: 1e-10)
        let fitted = try Pipeline(estimator).fit(Dataset(features: x, target: .labels(labels)))
        #expect(exact(fitted.classes) == exact(golden.classes))
        #expect(exact(try fitted.predict(x).texts) == exact(golden.predicted))
        // Two solvers' last steps towards one minimum.
        let probabilities = try fitted.predictProbabilities(x)
        for (row, expected) in golden.probabilities.enumerated() {
            #expect(relativeDifference(Array(probabilities[row: row * 25]), expected) < 1e-5)
        }
        #expect(try fitted.score(x, against: .labels(labels), by: .accuracy) == golden.accuracy)
    }

    /// Both ways: the truth's classes are more, or fewer, or stand in another order.
    @Test func scoresMatchClassesByTheirBytes() throws {
        let x = Matrix([[-2], [-1], [1], [2]])
        let target = Target.labels(Labels(["\u{E9}", "\u{E9}", "e\u{301}", "e\u{301}"]))
        let fitted = try Pipeline(SVC(kernel: .linear)).fit(Dataset(features: x, target: target))
        #expect(exact(fitted.classes) == ["e\u{301}", "\u{E9}"])
        #expect(exact(try fitted.predict(x).texts) == ["\u{E9}", "\u{E9}", "e\u{301}", "e\u{301}"])
        func accuracy(_ truth: [String]) throws -> Double {
            try fitted.score(x, against: .labels(Labels(truth)), by: .accuracy)
        }
        #expect(try accuracy(["\u{E9}", "\u{E9}", "e\u{301}", "e\u{301}"]) == 1)
        #expect(try accuracy(["e\u{301}", "e\u{301}", "\u{E9}", "\u{E9}"]) == 0)
        #expect(try accuracy(["\u{E9}", "z", "a", "e\u{301}"]) == 0.5)
        #expect(try accuracy(["\u{E9}", "\u{E9}", "\u{E9}", "\u{E9}"]) == 0.5)
    }

    @Test func aWeightIsOfTheClassOfItsBytes() throws {
        let labels = Labels(["e\u{301}", "\u{E9}", "K", "\u{212A}"])
        let weights = try ClassWeight.weights(["\u{E9}": 2, "\u{212A}": 3]).weights(for: labels)
        #expect(exact(labels.classes) == ["K", "e\u{301}", "\u{E9}", "\u{212A}"])
        #expect(weights == [1, 1, 2, 3])
    }

    @Test(arguments: [
        (["New York", "Boston"], "NewYork", "there is no class 'NewYork'; did you mean 'New York'?"),
        (["001", "1"], "01", "there is no class '01'; did you mean '001' or '1'?"),
        (
            ["\u{E9}t\u{E9}", "x"], "e\u{301}t\u{E9}",
            "there is no class 'e\u{301}t\u{E9}'; did you mean '\u{E9}t\u{E9}'?"
        ),
        (["a", "b"], "setosa", "there is no class 'setosa'; valid names are a, b"),
    ])
    func aWeightOfNoClassIsRefused(_ classes: [String], _ stray: String, _ reason: String) {
        let error = #expect(throws: LearningError.self) {
            try ClassWeight.weights([ExactText(stray): 2]).weights(for: Labels(classes))
        }
        guard case .fitFailed("class_weight", let found)? = error else { return #expect(Bool(false)) }
        #expect(ExactText(found) == ExactText(reason))
    }
}

private func exact(_ names: [String]) -> [ExactText] { names.map { ExactText($0) } }
