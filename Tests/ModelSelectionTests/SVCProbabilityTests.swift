import Testing
import Trellis

/// Searches that score probabilities of support vector machines.
@Suite struct SVCProbabilityTests {
    private static let grid = ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10])
        .varying(\SVC.gamma, over: [0.05, .scale])

    private static func search(_ scoring: [Scorer], _ steps: any Estimator...) -> GridSearch {
        GridSearch(
            Pipeline(steps + [SVC(probability: true, randomState: 2)]), grid: grid,
            folds: StratifiedKFold(3), scoring: scoring, trainScores: true)
    }

    /// Two species that overlap.
    private static func pair() throws -> Dataset {
        try Fixtures.dataSet("iris", target: "species").rows(at: Array(50..<150))
    }

    /// Without steps before it, each model is the plain fit's to the bit.
    @Test(arguments: [[Scorer.rocAUC], [.negLogLoss, .accuracy], [.rocAUCOneVsRest]])
    func sharedScoresAreThePlainOnes(_ scoring: [Scorer]) async throws {
        let data = scoring == [.rocAUC] ? try Self.pair() : try Fixtures.dataSet("wine", target: "class")
        for (search, tolerance) in [
            (Self.search(scoring), 0.0), (Self.search(scoring, StandardScaler(), PCA(nComponents: 4)), 1e-6),
        ] {
            var search = search
            let shared = try await search.fit(data, on: ThreadedScheduler(workers: 2))
            search.sharing = false
            let plain = try await search.fit(data, on: SerialScheduler())
            search.merging = false
            let unmerged = try await search.fit(data, on: SerialScheduler())
            for ((a, b), c) in zip(zip(shared.candidates, plain.candidates), unmerged.candidates) {
                #expect(a.failures.isEmpty && b.failures.isEmpty)
                for scorer in scoring {
                    for (one, other) in [
                        (a.scores, b.scores), (a.trainScores, b.trainScores), (c.scores, b.scores),
                    ] {
                        let scores = try #require(one[scorer.name]).splits
                        let expected = try #require(other[scorer.name]).splits
                        #expect(scores.count == 3)
                        // A scaler's summary rounds otherwise, and moves the solver's stop within its tolerance.
                        #expect(zip(scores, expected).allSatisfy { abs($0 - $1) <= tolerance })
                    }
                }
            }
            #expect(Set(shared.candidates.map(\.score)).count > 2)
        }
    }

    @Test func thePlanSaysWhyRowsAreFitted() throws {
        let plan = try Self.search([.negLogLoss]).plan(Self.pair())
        #expect(plan.countsByName["fit-path-svc-from-gram"] == nil)
        #expect((plan.countsByName["fit-path-svc"] ?? 0) > 0)
        #expect(
            plan.fallbacks.keys.map(\.reason) == ["probabilities need unrounded kernels of training rows"])
        #expect(plan.fallbacks.keys.map(\.step) == ["svc"])
    }

    @Test func candidatesWithoutProbabilitiesFailAlone() async throws {
        for sharing in [true, false] {
            let search = GridSearch(
                Pipeline(SVC()), grid: ParameterGrid().varying(\SVC.probability, over: [false, true]),
                scoring: [.negLogLoss], sharing: sharing)
            let found = try await search.fit(Self.pair(), on: SerialScheduler())
            #expect(found.best.parameters.description == "svc.probability=true")
            #expect(found.best.failures.isEmpty && found.candidates.count == 2)
            let failed = found.candidates[0]
            #expect(failed.failures.count == 5)
            let reason = "svc cannot predict probabilities; set probability=true"
            #expect(failed.failures.allSatisfy { "\($0)".contains(reason) })
        }
    }

    @Test func aSearchWithoutProbabilitiesIsRefused() throws {
        let search = GridSearch(Pipeline(SVC()), grid: Self.grid, scoring: [.accuracy, .negLogLoss])
        let reason =
            "it requires probabilities, but the model predicts only labels, decision values; set probability=true"
        #expect(throws: SearchError.scorerRefused(name: "neg_log_loss", step: "svc", reason: reason)) {
            try search.plan(Self.pair())
        }
    }

    @Test func aFittedPipelinePredictsProbabilities() throws {
        let data = try Fixtures.dataSet("wine", target: "class")
        let model = try Pipeline(StandardScaler(), SVC(probability: true)).fit(data)
        let probabilities = try model.predictProbabilities(data.features)
        #expect(probabilities.rows == 178 && probabilities.columns == 3)
        #expect(try model.score(data.features, against: data.target, by: .negLogLoss) > -0.1)
        let plain = try Pipeline(StandardScaler(), SVC()).fit(data)
        let error = LearningError.predictionUnavailable(
            step: "svc", kinds: .probabilities, advice: "set probability=true")
        #expect(throws: error) { try plain.predictProbabilities(data.features) }
        let reason = "it requires probabilities, but the model predicts only labels, decision values; "
        #expect(
            throws: LearningError.undefinedMetric(
                name: "neg_log_loss", reason: reason + "set probability=true")
        ) { try plain.score(data.features, against: data.target, by: .negLogLoss) }
    }
}
