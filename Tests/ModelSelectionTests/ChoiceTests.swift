import Testing
import Trellis

/// The one-standard-error rule, and the comparison with the runner-up.
@Suite struct ChoiceTests {
    @Test func pairedTests() throws {
        for each in try EvaluationGolden.read().paired {
            let found = try #require(
                correctedPairedTest(
                    each.first, each.second, trainRows: each.train, testRows: each.test, level: each.level))
            // The same formulas in another order; the interval by a quantile to about 1e-14.
            #expect(abs(found.difference - each.difference) < 1e-15)
            #expect(abs(found.t - each.t) < 1e-11 * abs(each.t))
            #expect(abs(found.p - each.p) < 1e-12)
            #expect(abs(found.interval.lowerBound - each.low) < 1e-11)
            #expect(abs(found.interval.upperBound - each.high) < 1e-11)
            #expect(found.level == each.level)
        }
    }

    @Test func equalScores() throws {
        let same = try #require(correctedPairedTest([0.5, 0.7], [0.5, 0.7], trainRows: 8, testRows: 2))
        #expect(same.t == 0 && same.p == 1 && same.interval == 0...0)
        let apart = try #require(correctedPairedTest([0.75, 1], [0.5, 0.75], trainRows: 8, testRows: 2))
        #expect(apart.t == .infinity && apart.p == 0 && apart.interval == 0.25...0.25)
        #expect(correctedPairedTest([0.5], [0.7], trainRows: 8, testRows: 2) == nil)
        #expect(correctedPairedTest([0.5, .nan], [0.7, 0.8], trainRows: 8, testRows: 2) == nil)
    }

    private func search(_ choice: SearchOptions.Choice) async throws -> SearchResults {
        let data = try Fixtures.dataSet("breast-cancer", target: "diagnosis")
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), LogisticRegression()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [20, 4, 8])
                .varying(\LogisticRegression.c, over: [10, 0.1, 1]))
        search.choice = choice
        return try await search.fit(data, on: ThreadedScheduler())
    }

    /// Checked by its definition: no simpler candidate is within one standard error of the best.
    @Test func oneStandardError() async throws {
        let highest = try await search(.best).best
        let found = try await search(.oneStandardError)
        #expect(highest.rank["accuracy"] == 1)
        let scores = try #require(highest.scores["accuracy"])
        let mean = scores.mean
        let error =
            (scores.splits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(4 * 5)).squareRoot()
        #expect(abs(scores.standardError - error) < 1e-15)
        let eligible = found.candidates.filter { $0.score >= mean - error }
        func complexity(_ candidate: CandidateResult) -> [Double] {
            ["pca.n_components", "logistic-regression.C"].compactMap {
                candidate.parameters[$0].flatMap { Double($0) }
            }
        }
        let simplest = try #require(eligible.min { complexity($0).lexicographicallyPrecedes(complexity($1)) })
        #expect(found.best.index == simplest.index)
        #expect(found.best.index != highest.index)
        #expect(try found.scored.choice.eligibleCount == eligible.count)
        #expect(try found.scored.choice.highest.index == highest.index)
        #expect(try found.model.steps.count == 3)
    }

    /// A stronger penalty is simpler, and so are fewer components than all of them.
    @Test func otherOrders() async throws {
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), Ridge()),
            grid: ParameterGrid().varying("pca.n_components", over: [ParameterValue.null, .int(9)])
                .varying(\Ridge.alpha, over: [0.01, 0.02, 0.001]))
        search.choice = .oneStandardError
        let found = try await search.fit(data, on: ThreadedScheduler())
        #expect("\(found.best.parameters)" == "pca.n_components=9 ridge.alpha=0.02")
        #expect(try found.scored.choice.eligibleCount == 6)
    }

    /// Steps of other kinds are not simpler, and of equal candidates the best is selected.
    @Test func otherSteps() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        var search = GridSearch(
            ["clf": SVC()],
            grid: ParameterGrid().swapping("clf", for: [LogisticRegression(c: 0.5), SVC(c: 1), SVC(c: 2)]))
        let highest = try await search.fit(data, on: ThreadedScheduler()).best
        search.choice = .oneStandardError
        let found = try await search.fit(data, on: ThreadedScheduler()).best
        #expect(
            type(of: found.pipeline.steps[0].estimator).kind
                == type(of: highest.pipeline.steps[0].estimator).kind)
    }

    @Test func runnerUp() async throws {
        let found = try await search(.best)
        let runnerUp = try #require(found.scored.runnerUp)
        let first = try #require(found.best.scores["accuracy"])
        let second = try #require(runnerUp.candidate.scores["accuracy"])
        #expect(runnerUp.candidate.index != found.best.index)
        #expect(
            !found.candidates.contains {
                $0.index != found.best.index && $0.score > runnerUp.candidate.score
            })
        // Five folds: the test rows are a quarter of the training rows.
        #expect(
            runnerUp.comparison
                == correctedPairedTest(first.splits, second.splits, trainRows: 4 * 569, testRows: 569))
    }
}
