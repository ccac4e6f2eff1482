import LinearAlgebra
import Machine
import Testing
import Trellis

/// Searches give the same scores whether or not what is mathematically the same is computed once.
@Suite struct SharingTests {
    /// A search, on which data, and how far a score of a split may be from that of fits by themselves.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let search: GridSearch
        let data: @Sendable () throws -> Dataset
        let tolerance: Double

        init(
            _ name: String, _ search: GridSearch, within tolerance: Double,
            of data: @escaping @Sendable () throws -> Dataset
        ) {
            testDescription = name
            self.search = search
            self.data = data
            self.tolerance = tolerance
        }
    }

    private static let svcGrid = ParameterGrid()
        .varying(\SVC.c, over: [0.1, 1, 10, 100]).varying(\SVC.gamma, over: [0.001, 0.01, .scale])

    /// Where the algebra is exact, or a solver takes the same steps, scores agree to 1e-9.
    ///
    /// The gradients of logistic regression are summed up in another order, which its steps carry on.
    static let cases: [Case] = [
        Case(
            "ridge",
            GridSearch(
                Pipeline(StandardScaler(), PCA(), Ridge()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5, 10])
                    .varying(\Ridge.alpha, over: [0.01, 1, 100]),
                scoring: [.r2, .negMeanAbsoluteError], trainScores: true), within: 1e-9,
            of: { try Fixtures.dataSet("diabetes", target: "progression", problem: .regression) }),
        Case(
            "ridge without components",
            GridSearch(
                Pipeline(MinMaxScaler(), StandardScaler(), Ridge()),
                grid: ParameterGrid().varying(\Ridge.alpha, over: [0, 1e-3, 10])
                    .varying(\Ridge.fitIntercept, over: [true, false]),
                folds: ShuffleSplit(4, seed: 3)), within: 1e-9,
            of: { try Fixtures.dataSet("diabetes", target: "progression", problem: .regression) }),
        Case(
            "support vectors",
            GridSearch(
                Pipeline(StandardScaler(), PCA(), SVC()),
                grid: svcGrid.varying(\PCA.nComponents, over: [8, 16]), folds: StratifiedKFold(5),
                trainScores: true), within: 1e-9, of: { try Fixtures.fewDigits() }),
        Case(
            "support vectors of the table's rows",
            GridSearch(
                Pipeline(SVC()), grid: svcGrid.varying(\SVC.kernel, over: [.linear, .rbf, .poly]),
                folds: StratifiedKFold(3, shuffle: true, seed: 1), trainScores: true), within: 1e-9,
            of: { try Fixtures.dataSet("iris", target: "species") }),
        Case(
            "components that the squared data does not determine",
            GridSearch(
                Pipeline(StandardScaler(), PCA(whiten: false), SVC()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [10, .all]), folds: KFold(3)),
            within: 1e-9, of: { try Fixtures.fewDigits() }),
        Case(
            "whitened components",
            GridSearch(
                Pipeline(MinMaxScaler(), PCA(whiten: true), SVC()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [3, 6, 0.9]), folds: KFold(3)),
            within: 1e-9, of: { try Fixtures.dataSet("wine", target: "class") }),
        Case(
            "logistic regression",
            GridSearch(
                Pipeline(StandardScaler(), PCA(), LogisticRegression(tol: 1e-6)),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [4, 8])
                    .varying(\LogisticRegression.c, over: [0.01, 0.1, 1, 10]),
                scoring: [.negLogLoss, .accuracy]), within: 1e-6,
            of: { try Fixtures.dataSet("wine", target: "class") }),
        Case(
            "nested values behind a step that is not affine",
            GridSearch(
                Pipeline(Roots(), PCA(), Ridge()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5, 10]), trainScores: true),
            within: 1e-9,
            of: { try Fixtures.dataSet("diabetes", target: "progression", problem: .regression) }),
        Case(
            "selected columns",
            GridSearch(
                Pipeline(StandardScaler(), SelectKBest(), SVC()),
                grid: ParameterGrid().varying(\SelectKBest.k, over: [2, 5, .all])
                    .varying(\SVC.c, over: [0.1, 1, 10]), trainScores: true),
            within: 1e-9, of: { try Fixtures.dataSet("wine", target: "class") }),
        Case(
            "robust scales",
            GridSearch(
                Pipeline(RobustScaler(), PCA(), Ridge()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5])
                    .varying(\Ridge.alpha, over: [0.01, 1])),
            within: 1e-9,
            of: { try Fixtures.dataSet("diabetes", target: "progression", problem: .regression) }),
        Case(
            "steps swapped",
            GridSearch(
                Pipeline(steps: [("scale", StandardScaler()), ("clf", SVC())]),
                grid: ParameterGrid().swapping(
                    "scale", for: [StandardScaler(), Passthrough(), MinMaxScaler()]
                )
                .swapping("clf", for: [SVC(c: 3), LogisticRegression(tol: 1e-6)]), folds: KFold(3)),
            within: 1e-9, of: { try Fixtures.dataSet("wine", target: "class") }),
    ]

    @Test(arguments: cases) func scoresStay(_ example: Case) async throws {
        let data = try example.data()
        var search = example.search
        search.refit = .none
        let shared = try await search.fit(data, on: ThreadedScheduler())
        search.sharing = false
        let plain = try await search.fit(data, on: ThreadedScheduler())
        #expect(shared.best.index == plain.best.index)
        #expect(shared.candidates.count == plain.candidates.count)
        for (one, other) in zip(shared.candidates, plain.candidates) {
            #expect(one.failures.isEmpty)
            #expect(one.scores.count == max(1, search.scoring.count))
            #expect(one.trainScores.count == (search.trainScores ? one.scores.count : 0))
            for scores in [(one.scores, other.scores), (one.trainScores, other.trainScores)] {
                #expect(scores.0.keys == scores.1.keys)
                for (name, score) in scores.0 {
                    let expected = try #require(scores.1[name])
                    #expect(
                        score.splits.count == shared.splitCount && expected.splits.count == shared.splitCount)
                    for (a, b) in zip(score.splits, expected.splits) {
                        #expect(abs(a - b) <= example.tolerance * max(1, abs(b)), "\(one.parameters)")
                    }
                }
            }
        }
    }

    /// Kernel matrices are held whole, made of rows, or computed row by row, as memory allows.
    @Test(arguments: [(1 << 19, "fit-path-svc"), (2 << 20, "gram-of-rows"), (1 << 30, "gram")])
    func memoryChangesNoScore(budget: Int, operation: String) async throws {
        var search = GridSearch(
            Pipeline(StandardScaler(), SVC()), grid: Self.svcGrid, folds: StratifiedKFold(3), refit: .none)
        let data = try Fixtures.fewDigits()
        let expected = try await search.fit(data, on: SerialScheduler())
        search.memoryBudget = budget
        let names = try search.plan(data, workers: 2).countsByName
        #expect(names[operation] != nil, "\(names)")
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(found.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(found.candidates.allSatisfy { $0.scores["accuracy"]?.splits.count == 3 })
    }

    /// An offset common to a column costs no digits: squares about zero would lose twelve of them.
    @Test func offsetsCostNothing() async throws {
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let columns = data.features.columns
        let moved = try Dataset(
            features: data.matrix.scaled(
                by: [Double](repeating: 1, count: columns), plus: [Double](repeating: 1e6, count: columns)),
            target: data.target)
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), Ridge()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [3, 8]), refit: .none)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(moved, on: SerialScheduler())
        for (one, other) in zip(here.candidates, there.candidates) {
            // Adding 1e6 rounds the values themselves, of deviation 0.05, by 1e-10.
            #expect(abs(one.score - other.score) < 1e-7)
        }
        var plain = search
        plain.sharing = false
        let expected = try await plain.fit(moved, on: SerialScheduler())
        for (one, other) in zip(there.candidates, expected.candidates) {
            #expect(abs(one.score - other.score) < 1e-9)
        }
    }

    /// Of nested values only those fail that cannot be had, and they say why.
    @Test func onlyTheImpossibleFails() async throws {
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 99, 4]), folds: KFold(3), refit: .none)
        let data = try Fixtures.dataSet("wine", target: "class")
        let shared = try await search.fit(data, on: SerialScheduler())
        search.sharing = false
        let plain = try await search.fit(data, on: SerialScheduler())
        #expect(shared.candidates.map(\.failures.count) == [0, 3, 0])
        #expect(
            shared.candidates[1].failures.map(\.message) == plain.candidates[1].failures.map(\.message))
        #expect(shared.candidates[0].scores == plain.candidates[0].scores)
    }

    @Test(arguments: [1, 2, 5]) func workersChangeNoBit(workers: Int) async throws {
        for example in Self.cases {
            var search = example.search
            search.refit = .none
            let data = try example.data()
            let serial = try await search.fit(data, on: SerialScheduler())
            let threaded = try await search.fit(data, on: ThreadedScheduler(workers: workers))
            #expect(serial.candidates.map(\.scores) == threaded.candidates.map(\.scores))
            #expect(serial.candidates.map(\.trainScores) == threaded.candidates.map(\.trainScores))
        }
    }

    /// Summaries and panels of a task that runs alone are made on all cores of its scheduler, and add up in order.
    @Test func refitsAreTheSameOnAnyNumberOfCores() async throws {
        let digits = try Fixtures.dataSet("digits", target: "digit")
        // More rows than are summed up at a time.
        let thrice = (0..<3 * digits.features.rows).map { $0 % digits.features.rows }
        let data = try Dataset(
            features: digits.features.rows(at: thrice), target: digits.target.rows(at: thrice))
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(nComponents: 20), LogisticRegression()), folds: StratifiedKFold(2))
        var decisions: [Matrix?] = []
        var spread: [Int] = []
        for count in [1, 3] {
            let scheduler = SerialScheduler(cores: count)
            let found = try await search.fit(data, on: scheduler)
            decisions.append(
                try found.model.predict(data.features, kinds: .decisionFunction).decisionFunction)
            spread.append(scheduler.cores.spreadCount)
        }
        #expect(spread[0] == 0 && spread[1] > 0)
        #expect(decisions[0] != nil && decisions[0] == decisions[1])
    }
}
