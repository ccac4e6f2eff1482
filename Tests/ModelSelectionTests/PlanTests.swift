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

    @Test func aMillionCandidatesTakeAsManyTasksAsTheirPaths() throws {
        let values = (1...1000).map { Double($0) / 100 }
        let grid = ParameterGrid().varying(\SVC.c, over: values)
            .varying(\SVC.gamma, over: values.map { .value($0) })
        let data = try Fixtures.fewDigits()
        let plan = try GridSearch(Pipeline(StandardScaler(), SVC()), grid: grid, folds: KFold(2)).plan(data)
        #expect(plan.candidateCount == 1_000_000)
        // A kernel and 32 pieces of its path a gamma and fold, each fitted, asked and scored.
        #expect((190_000...200_000).contains(plan.graph.count))
        #expect(plan.naiveTaskCount == 2 + 1_000_000 * 2 * 10)
    }

    @Test func keysFollowContent() throws {
        let data = try Fixtures.fewDigits()
        func outputs(_ data: Dataset, c: Double) throws -> [TaskKey] {
            let plan = try GridSearch(Pipeline(StandardScaler(), SVC(c: c)), folds: KFold(3)).plan(data)
            return plan.outputs.map(plan.graph.key(of:))
        }
        var other = try data.matrix
        other[7, 11] += 1
        let changed = try Dataset(features: other, target: data.target)
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

/// Counts of tasks that are found without making them, against those of the graphs.
@Suite struct UnsharedTaskCountsTests {
    private static let searches: [(String, ParameterGrid, any Splitter)] = [
        ("nothing varied", ParameterGrid(), KFold(3)),
        (
            "every step varied",
            ParameterGrid().varying(\PCA.nComponents, over: [2, 3, 2]).varying(\SVC.c, over: [1, 10, 1.0])
                .varying(\SVC.gamma, over: [0.1, 0.2]), KFold(3)
        ),
        (
            "grids that have chains in common",
            ParameterGrid().varying(\PCA.nComponents, over: [2, 3]).varying(\SVC.c, over: [1, 10])
                + ParameterGrid().varying(\PCA.nComponents, over: [3, 4]).varying(\SVC.c, over: [10, 100])
                + ParameterGrid().varying(\SVC.c, over: [1, 10, 100]), KFold(3)
        ),
        (
            "swapped steps",
            ParameterGrid().swapping("standard-scaler", for: [StandardScaler(), MinMaxScaler()])
                .varying(\PCA.nComponents, over: [2, 3])
                + ParameterGrid().swapping("svc", for: [LogisticRegression(), SVC(c: 2)]), KFold(3)
        ),
        (
            "splits that are there twice", ParameterGrid().varying(\SVC.c, over: [1, 10]),
            Doubled()
        ),
    ]

    /// Two folds, each twice, and one with other training rows and the same test rows.
    private struct Doubled: Splitter {
        let description = "doubled"

        func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
            let half = rows / 2
            let (first, second) = (Array(0..<half), Array(half..<rows))
            return [
                Split(train: first, test: second), Split(train: second, test: first),
                Split(train: first, test: second), Split(train: Array(0..<half - 1), test: second),
            ]
        }
    }

    @Test(arguments: searches.indices, [false, true]) func areThoseOfTheGraphs(
        _ search: Int, trainScores: Bool
    ) throws {
        let (_, grid, folds) = Self.searches[search]
        let data = try Fixtures.fewDigits()
        var varied = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()), grid: grid, folds: folds,
            scoring: [.accuracy, .f1Macro], trainScores: trainScores)
        let shared = try varied.plan(data)
        varied.sharing = false
        let merged = try varied.plan(data)
        varied.merging = false
        let naive = try varied.plan(data)
        for plan in [shared, merged, naive] {
            #expect(plan.countsMerged == merged.countsByName)
            #expect(plan.countsBeforeMerging == naive.countsByName)
            #expect(plan.naiveTaskCount == naive.graph.count)
        }
    }
}
