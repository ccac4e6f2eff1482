import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/mutual-information.json`, as `Tools/golden/mutual_information.py` writes it.
struct MutualInformationGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let rows: Int
        let score: ParameterValue
        let parameters: [String: ParameterValue]
        let classes: [String]?
        let values: [Double]?
        let scores: [Double]

        var testDescription: String { "\(data) \(score) \(parameters) \(classes?.first ?? "")" }

        func training() throws -> (Matrix, Target) {
            var (x, _) = try GoldenFile.table(data, to: rows)
            if parameters["discrete_features"] == .bool(true) {
                x = Matrix(
                    (0..<rows).map { x[row: $0].map { $0.rounded(.down) - 5 * ($0 / 5).rounded(.down) } })
            }
            return (x, values.map(Target.values) ?? .labels(Labels(classes ?? [])))
        }
    }

    let cases: [Case]

    static let all: MutualInformationGolden? = GoldenFile.read("mutual-information")
}

@Suite struct MutualInformationTests {
    @Test func hasGolden() throws {
        #expect(try #require(MutualInformationGolden.all).cases.count == 96)
    }

    /// The noise is that of NumPy, so that the scores also agree where it alone separates equal numbers, as in the digits.
    @Test(arguments: MutualInformationGolden.all?.cases ?? [])
    func agrees(_ golden: MutualInformationGolden.Case) throws {
        let (x, target) = try golden.training()
        let step = try SelectKBest().setting(
            golden.parameters.merging(["score_func": golden.score, "k": .string("all")]) { first, _ in first }
        )
        let model = try step.fit(x, to: target)
        // The digamma function and the means are rounded differently.
        #expect(relativeDifference(model.scores.map { $0 ?? .nan }, golden.scores, floor: 1) < 1e-13)
        let ranks = model.columns.map { model.scores[$0] ?? -.infinity }
        #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 >= $1 })

        // A smaller k has the first columns of all, to the bit.
        let few = try step.setting("k", to: .int(2))
        #expect(try few.fit(x, to: target) == few.restriction(of: model))
    }

    /// A relation that is not linear has a high score, unlike noise.
    @Test func findsRelations() throws {
        var generator = SeededGenerator(seed: 3)
        let rows = (0..<600).map { _ in
            (0..<3).map { _ in Double(generator.next(below: 1_000_001)) / 500_000 - 1 }
        }
        let model = try SelectKBest(scoreFunc: .mutualInfoRegression, k: 1)
            .fit(Matrix(rows), to: .values(rows.map { $0[1] * $0[1] }))
        #expect(model.columns == [1])
        #expect(try #require(model.scores[1]) > 1 && model.scores[0] ?? 1 < 0.1)
    }

    /// The distances are those of all pairs, also among many equal points.
    @Test(arguments: [1, 3, 12]) func treeFindsNearest(_ k: Int) {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let count = k + 1 + generator.next(below: 300)
            let size = [2, 20, 1_000_000][seed % 3]
            let x = (0..<count).map { _ in Double(generator.next(below: size)) }
            let y = (0..<count).map { _ in Double(generator.next(below: seed % 2 == 0 ? size : 3)) }
            let expected = (0..<count).map { row in
                (0..<count).filter { $0 != row }.map { max(abs(x[$0] - x[row]), abs(y[$0] - y[row])) }
                    .sorted()[k - 1]
            }
            #expect(PlaneTree(x, y).distances(toNeighbour: k) == expected)
        }
    }

    @Test func countsNumbersWithinADistance() {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let numbers = (0..<1 + generator.next(below: 200)).map { _ in Double(generator.next(below: 50)) }
            let sorted = SortedNumbers(numbers)
            for (index, number) in numbers.enumerated() {
                let radius = Double(generator.next(below: 30))
                #expect(
                    sorted.count(within: radius, of: index) == numbers.count { abs($0 - number) <= radius })
            }
        }
    }

    @Test func refusesTooFewRows() throws {
        let x = Matrix([[1, 2], [3, -1], [2, 2]])
        #expect(
            throws: LearningError.fitFailed(
                step: "select-k-best", reason: "3 rows do not have 3 neighbours each; reduce n_neighbors")
        ) { try SelectKBest(scoreFunc: .mutualInfoRegression).fit(x, to: .values([1, 2, 3])) }
        let step = SelectKBest(scoreFunc: .mutualInfoRegression, nNeighbors: 2)
        #expect(try step.fit(x, to: .values([1, 2, 3])).scores.count == 2)
        // Every row is alone in its class.
        let alone = try SelectKBest(scoreFunc: .mutualInfoClassif).fit(x, to: .labels(["a", "b", "c"]))
        #expect(alone.scores == [0, 0])
    }
}
