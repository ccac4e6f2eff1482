import Testing
import Trellis

/// Tables that are hard on digits and rank, against scikit-learn's scores, with sharing and without.
@Suite struct SharingGoldenTests {
    /// `Golden/sharing.json`, as `Tools/golden/sharing.py` writes it.
    struct Golden: Decodable {
        let problems: [Problem]

        struct Problem: Decodable, CustomTestStringConvertible {
            let name: String
            let x: [[Double]]
            let y: [Double]
            let folds: Int
            let alphas: [Double]
            let searches: [Search]
            var testDescription: String { name }
        }

        struct Search: Decodable {
            let pipeline: String
            let scores: [[Double]]
        }

        static let all = try? Fixtures.golden("sharing", as: Golden.self)
    }

    @Test func hasGolden() throws {
        #expect(try #require(Golden.all).problems.count == 12)
    }

    /// To 1e-9: both round, and by the condition of the problem.
    @Test(arguments: Golden.all?.problems ?? [], [true, false])
    func agrees(_ problem: Golden.Problem, sharing: Bool) async throws {
        let data = try Dataset(features: Matrix(problem.x), target: .values(problem.y))
        #expect(!problem.searches.isEmpty)
        for golden in problem.searches {
            let pipeline = try #require(SharingParity.pipelines.first { $0.name == golden.pipeline }).pipeline
            let search = GridSearch(
                pipeline, grid: ParameterGrid().varying(\Ridge.alpha, over: problem.alphas),
                folds: KFold(problem.folds), refit: .none)
            let found = try await SharingParity(data: data, search: search).scores(sharing: sharing)
            #expect(found.map(\.count) == golden.scores.map(\.count))
            let difference = largestDifference(found, golden.scores)
            #expect(difference < 1e-9, "\(golden.pipeline): \(found) for \(golden.scores)")
        }
    }
}
