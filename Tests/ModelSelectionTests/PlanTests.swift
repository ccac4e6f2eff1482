import Testing
import Trellis

/// What a plan merges; ``SharedPlanTests`` say what it shares besides.
@Suite struct PlanTests {
    private let digitsGrid = ParameterGrid()
        .varying(\PCA.nComponents, over: [16, 32, 48])
        .varying(\SVC.c, over: [0.1, 1, 10, 100])
        .varying(\SVC.gamma, over: [0.001, 0.01, 0.1])

    @Test func bothSidesOfEveryFoldAreMerged() throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()), grid: digitsGrid, folds: StratifiedKFold(5),
            scoring: [.accuracy, .f1Macro], sharing: false)
        let plan = try search.plan(Fixtures.fewDigits())
        #expect(
            plan.countsByName == [
                "features": 1, "target": 1, "take-rows": 20,
                "fit-standard-scaler": 5, "transform-standard-scaler": 10,
                "fit-pca": 15, "transform-pca": 30,
                "fit-svc": 180, "predict": 180,  // one prediction for both scorers
                "score-accuracy": 180, "score-f1_macro": 180,
            ])
        #expect(plan.candidateCount == 36)
        #expect(plan.splitCount == 5)
    }

    @Test(arguments: [false, true]) func withoutMergingEveryCandidateHasItsOwn(trainScores: Bool) throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()), grid: digitsGrid, folds: StratifiedKFold(5),
            trainScores: trainScores, merging: false)
        let plan = try search.plan(Fixtures.fewDigits())
        #expect(plan.graph.count == plan.naiveTaskCount)
        #expect(plan.countsByName["fit-pca"] == 180)
        #expect(plan.countsByName["predict"] == (trainScores ? 360 : 180))
    }

    @Test func equalValuesAreOneCandidateToTheGraph() throws {
        let grid = ParameterGrid().varying(\SVC.c, over: [1, 1, 2])
        let search = GridSearch(Pipeline(SVC()), grid: grid, folds: KFold(3), sharing: false)
        let plan = try search.plan(Fixtures.fewDigits())
        #expect(plan.candidateCount == 3)
        #expect(plan.countsByName["fit-svc"] == 6)
    }

    @Test func keysFollowContent() throws {
        let data = try Fixtures.fewDigits()
        func outputs(_ data: Supervised, c: Double) throws -> [TaskKey] {
            let plan = try GridSearch(Pipeline(StandardScaler(), SVC(c: c)), folds: KFold(3)).plan(data)
            return plan.outputs.map(plan.graph.key(of:))
        }
        var other = data.features
        other[7, 11] += 1
        let changed = Supervised(features: other, target: data.target)
        #expect(try outputs(data, c: 1) == outputs(data, c: 1))
        #expect(try Set(outputs(data, c: 1)).isDisjoint(with: outputs(data, c: 10)))
        #expect(try Set(outputs(data, c: 1)).isDisjoint(with: outputs(changed, c: 1)))
    }

    @Test func trainScoresShareTheModel() throws {
        let search = GridSearch(Pipeline(PCA(), SVC()), folds: KFold(3), trainScores: true, sharing: false)
        let plan = try search.plan(Fixtures.fewDigits())
        #expect(plan.countsByName["fit-svc"] == 3)
        #expect(plan.countsByName["predict"] == 6)
        #expect(plan.countsByName["transform-pca"] == 6)
    }
}
