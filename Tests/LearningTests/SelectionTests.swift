import Foundation
import Learning
import LinearAlgebra
import Testing

/// `Golden/selection.json`, as `Tools/golden/selection.py` writes it.
struct SelectionGolden: Decodable {
    struct Threshold: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let threshold: Double
        let variances: [Double?]?
        let support: [Int]?
        let fails: Bool?
        var testDescription: String { "\(data) \(threshold)" }
    }

    struct Best: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let score: ParameterValue
        let k: ParameterValue
        let support: [Int]
        let scores: [Double?]
        let target: [Double]?
        var testDescription: String { "\(data) \(score) \(k)" }

        func training() throws -> (Matrix, Target) {
            let rows = try #require(all?.rows[data])
            var (x, names) = try GoldenFile.table(data, to: rows)
            if data == "digits" {
                let more = [x[column: 20], x[column: 36], [Double](repeating: 0, count: rows)]
                x = Matrix((0..<rows).map { row in x[row: row] + more.map { $0[row] } })
            }
            return (x, target.map(Target.values) ?? .labels(Labels(names)))
        }
    }

    let rows: [String: Int]
    let tables: [String: [[Double?]]]
    let thresholds: [Threshold]
    let best: [Best]

    static let all: SelectionGolden? = GoldenFile.read("selection")
}

@Suite struct VarianceThresholdTests {
    @Test func hasGolden() throws {
        #expect(try #require(SelectionGolden.all).thresholds.count == 30)
    }

    @Test(arguments: SelectionGolden.all?.thresholds ?? [])
    func agrees(_ golden: SelectionGolden.Threshold) throws {
        let data = try #require(SelectionGolden.all)
        let x =
            try data.tables[golden.data].map { Matrix(missing: $0) }
            ?? GoldenFile.table(golden.data, to: data.rows[golden.data]).0
        let step = VarianceThreshold(threshold: golden.threshold)
        guard golden.fails != true else {
            #expect(throws: LearningError.self) { try step.fit(x, to: anyTarget(x.rows)) }
            return
        }
        let model = try step.fit(x, to: anyTarget(x.rows))
        #expect(model.columns == golden.support)
        let variances = try #require(golden.variances)
        #expect(model.variances.map { $0 == nil } == variances.map { $0 == nil })
        #expect(elementwiseDifference(model.variances.compactMap { $0 }, variances.compactMap { $0 }) < 1e-12)
        let names = (0..<x.columns).map { "x\($0)" }
        #expect(model.outputNames(for: names, step: "step") == golden.support?.map { "x\($0)" })
        let kept = try model.transform(x)
        for (place, column) in model.columns.enumerated() {
            #expect(equalOrMissing(kept[column: place], x[column: column]))
        }
    }

    /// Constant columns are dropped although their variances are rounding errors, also if numbers are missing.
    @Test func dropsConstantColumns() throws {
        let x = Matrix((0..<30).map { [0.1, $0 % 4 == 0 ? .nan : 0.1, Double($0), .nan] })
        #expect(try VarianceThreshold().fit(x, to: anyTarget(30)).columns == [2])
    }
}

@Suite struct SelectKBestTests {
    @Test func hasGolden() throws {
        #expect(try #require(SelectionGolden.all).best.count == 72)
    }

    /// scikit-learn computes the F statistics from differences of large sums, which cancel digits.
    @Test(arguments: SelectionGolden.all?.best ?? [])
    func agrees(_ golden: SelectionGolden.Best) throws {
        let (x, target) = try golden.training()
        let step = try SelectKBest().setting(["score_func": golden.score, "k": golden.k])
        let model = try step.fit(x, to: target)
        #expect(model.columns.sorted() == golden.support)
        #expect(model.scores.map { $0 == nil } == golden.scores.map { $0 == nil })
        #expect(elementwiseDifference(model.scores.compactMap { $0 }, golden.scores.compactMap { $0 }) < 1e-7)
        let ranks = model.columns.map { model.scores[$0] ?? -.infinity }
        #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 >= $1 })
        let names = (0..<x.columns).map { "x\($0)" }
        #expect(model.outputNames(for: names, step: "step") == model.columns.map { "x\($0)" })
        #expect(try model.transform(x)[column: 0] == x[column: model.columns[0]])

        // A smaller k has the first columns of all, to the bit.
        let all = try SelectKBest(scoreFunc: step.scoreFunc, k: .all).fit(x, to: target)
        #expect(step.restriction(of: all) == model)
        #expect(all.columns.prefix(model.outputCount) == model.columns[...])
    }

    /// The deviations of a constant column from its mean are rounding errors, which say nothing.
    @Test func constantColumnsComeLast() throws {
        let x = Matrix((0..<30).map { [0.1, Double($0 * $0 % 7), 0.7] })
        let labels = Target.labels(Labels((0..<30).map { $0 % 3 }))
        let classes = try SelectKBest(k: .all).fit(x, to: labels)
        #expect(classes.columns == [1, 2, 0] && classes.scores[0] == nil)
        let values = try SelectKBest(scoreFunc: .fRegression, k: 1)
            .fit(x, to: .values((0..<30).map { Double($0 % 3) }))
        #expect(values.columns == [1] && values.scores[2] == 0)
    }

    @Test func refusesOtherTargets() throws {
        let x = Matrix([[1, 2], [3, -1], [2, 2]])
        let (labels, values) = (Target.labels(["a", "b", "a"]), Target.values([1, 2, 3]))
        for (score, target) in [
            (SelectKBest.Score.fClassif, values), (.chi2, values), (.fRegression, labels), (.chi2, labels),
        ] {
            #expect(throws: LearningError.self) { try SelectKBest(scoreFunc: score).fit(x, to: target) }
        }
        #expect(throws: LearningError.oneClass(step: "select-k-best", name: "a")) {
            try SelectKBest().fit(x, to: .labels(["a", "a", "a"]))
        }
        #expect(throws: LearningError.targetNotFinite(row: 0, value: .infinity)) {
            try SelectKBest(scoreFunc: .fRegression).fit(x, to: .values([.infinity, 1, 2]))
        }
    }
}
