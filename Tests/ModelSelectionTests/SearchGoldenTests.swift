import Testing
import Trellis

/// Whole searches on real data against scikit-learn's `GridSearchCV`.
@Suite struct SearchGoldenTests {
    struct Golden: Decodable {
        let searches: [Search]

        struct Search: Decodable {
            let dataset: String
            let params: [[String: ParameterValue]]
            let scores: [String: Scores]
        }

        struct Scores: Decodable {
            let mean, std: [Double]
            let rank: [Int]
            let splits: [[Double]]
        }
    }

    @Test func digits() async throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid()
                .varying(\PCA.nComponents, over: [16, 32, 48])
                .varying(\SVC.c, over: [0.1, 1, 10, 100])
                .varying(\SVC.gamma, over: [0.001, 0.01, 0.1]),
            folds: StratifiedKFold(5))
        let data = try Fixtures.dataSet("digits", target: "digit", problem: .classification)
        try await check(search, data, "digits")
    }

    @Test func breastCancer() async throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), LogisticRegression(maxIter: 1000, tol: 1e-8)),
            grid: ParameterGrid()
                .varying(\LogisticRegression.c, over: [0.01, 0.1, 1, 10])
                .varying(\LogisticRegression.classWeight, over: [.none, .balanced]),
            folds: StratifiedKFold(5), scoring: [.accuracy, .rocAUC, .negLogLoss])
        try await check(search, Fixtures.dataSet("breast-cancer", target: "diagnosis"), "breast-cancer")
    }

    @Test func diabetes() async throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), Ridge()),
            grid: ParameterGrid()
                .varying(\PCA.nComponents, over: [2, 5, 8, 10])
                .varying(\Ridge.alpha, over: [0.01, 1, 100]),
            folds: KFold(5), scoring: [.r2, .negMeanAbsoluteError])
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        try await check(search, data, "diabetes")
    }

    /// Every mean within 0.002 of the reference's (the solvers stop at a tolerance, so not to the last digit), the
    /// candidates in the same order, and the same best.
    private func check(_ search: GridSearch, _ data: Dataset, _ name: String) async throws {
        let golden = try #require(
            Fixtures.golden("searches", as: Golden.self).searches.first { $0.dataset == name })
        let found = try await search.fit(data, on: ThreadedScheduler())
        #expect(found.candidates.count == golden.params.count)
        for (candidate, params) in zip(found.candidates, golden.params) {
            for entry in candidate.parameters.entries {
                let expected = try #require(params[entry.name])
                let same = Double(entry.value).map { $0 == Double(expected) } ?? (entry.value == expected)
                #expect(same, "\(entry.name) is \(entry.value), but \(expected) in the reference")
            }
            for (scorer, scores) in golden.scores {
                let ours = try #require(candidate.scores[scorer])
                #expect(abs(ours.mean - scores.mean[candidate.index]) < 0.002 * max(1, abs(ours.mean)))
                #expect(ours.splits.count == scores.splits[candidate.index].count)
            }
        }
        for (scorer, scores) in golden.scores {
            let first = try #require(scores.rank.firstIndex(of: 1))
            let ours = try #require(found.candidates.first { $0.rank[scorer] == 1 })
            #expect(ours.index == first)
        }
        #expect(found.best.index == found.candidates.first { $0.rank[found.best.scorer] == 1 }?.index)
    }
}
