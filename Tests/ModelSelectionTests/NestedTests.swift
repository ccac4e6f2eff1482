import Testing
import Trellis

@testable import ModelSelection

/// Nested cross-validation against scikit-learn's `cross_validate(GridSearchCV(…))`.
@Suite struct NestedTests {
    private static let logistic = GridSearch(
        Pipeline(StandardScaler(), LogisticRegression(maxIter: 10_000, tol: 1e-10)),
        grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.01, 1, 100]), folds: 3)
    private static let svc = GridSearch(
        Pipeline(StandardScaler(), SVC()),
        grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10])
            .varying(\SVC.gamma, over: [.value(0.01), .value(0.1)]), folds: 3)
    private static let ridge = GridSearch(
        Pipeline(StandardScaler(), PCA(), Ridge()),
        grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5, 8])
            .varying(\Ridge.alpha, over: [0.1, 10, 1000]), folds: KFold(3))

    private func expect(
        _ found: NestedScores, _ golden: EvaluationGolden.Nested, _ scorer: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let splits = try #require(found.scores[scorer]?.splits, sourceLocation: sourceLocation)
        #expect(
            zip(splits, golden.scores).allSatisfy { abs($0 - $1) < 1e-9 }
                && splits.count == golden.scores.count,
            "\(splits), but \(golden.scores)", sourceLocation: sourceLocation)
        #expect(
            found.folds.map { "\($0.best.parameters)" } == golden.best, sourceLocation: sourceLocation)
        for (fold, inner) in zip(found.folds, golden.inner) {
            #expect(abs(fold.best.score - inner) < 1e-9, sourceLocation: sourceLocation)
            #expect(fold.error == nil, sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [true, false]) func classes(sharing: Bool) async throws {
        let golden = try EvaluationGolden.read().nested
        let iris = try Fixtures.dataSet("iris", target: "species")
        for (search, expected) in [(Self.logistic, golden.logistic), (Self.svc, golden.svc)] {
            var search = search
            search.sharing = sharing
            let found = try await nestedCrossValidate(search, iris, on: ThreadedScheduler(workers: 2))
            try expect(found, expected, "accuracy")
            #expect(abs(found.score - expected.scores.reduce(0, +) / 5) < 1e-9)
        }
    }

    @Test func values() async throws {
        let golden = try EvaluationGolden.read().nested
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let found = try await nestedCrossValidate(Self.ridge, data, folds: KFold(4), on: SerialScheduler())
        try expect(found, golden.ridge, "r2")
        #expect(found.tasks.run < found.tasks.naive)
        let other = try await nestedCrossValidate(Self.ridge, data, folds: KFold(4), on: ThreadedScheduler())
        #expect(other.scores == found.scores && other.tasks.run == found.tasks.run)
    }

    /// The same as a search of each outer training set, with fewer tasks, because the sums over blocks of rows are shared.
    @Test func oneGraph() async throws {
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let scheduler = ThreadedScheduler(workers: 2)
        let nested = try await nestedCrossValidate(Self.ridge, data, folds: KFold(4), on: scheduler)
        var tasks = 0
        for (fold, split) in zip(nested.folds, try KFold(4).splits(of: data.target)) {
            let train = data.rows(at: split.train)
            let found = try await Self.ridge.fit(train, on: scheduler)
            #expect(found.best.parameters == fold.best.parameters)
            #expect(abs(found.best.score - fold.best.score) < 1e-12)
            let score = try found.model.score(
                data.rows(at: split.test).features, against: data.target.rows(at: split.test), by: .r2)
            #expect(abs(score - (fold.scores["r2"] ?? .nan)) < 1e-12)
            tasks += found.tasks.run
        }
        #expect(nested.tasks.run < tasks, "\(nested.tasks.run), but \(tasks)")
        // Each block is summarised once, for the inner training sets of all outer splits.
        let options = SearchOptions(folds: NestedSplits(outer: KFold(4), inner: KFold(3)))
        let plan = try GridSearch(Self.ridge.pipeline, grid: Self.ridge.grid, options: options).plan(data)
        let counts = plan.countsByName
        #expect((counts["summarize-moments"] ?? 0) < 4 * 3 + 4)
    }

    /// Without a scaler, all inner and outer splits read one matrix of products of all rows.
    @Test func oneMatrixOfProducts() throws {
        let data = try Fixtures.fewDigits()
        var search = Self.svc
        search.pipeline = Pipeline(SVC())
        let separate = try search.plan(data).countsByName["inner-products"]
        search.folds = NestedSplits(outer: StratifiedKFold(4), inner: StratifiedKFold(3))
        let plan = try search.plan(data)
        #expect(plan.splitCount == 16)
        #expect(plan.countsByName["inner-products"] == separate && separate == 1)
    }

    @Test func groupsStayTogether() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let groups = Labels((0..<150).map { "\($0 % 10)" })
        let splits = try NestedSplits(outer: GroupKFold(5), inner: GroupKFold(4)).splits(
            of: data.target, groups: groups)
        #expect(splits.count == 25)
        for split in splits {
            #expect(Set(split.train.map { $0 % 10 }).isDisjoint(with: split.test.map { $0 % 10 }))
        }
        // The inner splits of an outer one have none of its test rows.
        for (outer, split) in splits[20...].enumerated() {
            for inner in splits[outer * 4..<outer * 4 + 4] {
                #expect(Set(inner.train + inner.test) == Set(split.train))
            }
        }
        var search = Self.svc
        search.folds = GroupKFold(4)
        let found = try await nestedCrossValidate(
            search, data, folds: GroupKFold(5), groups: groups, on: ThreadedScheduler())
        #expect(found.score > 0.9 && found.folds.count == 5)
    }

    @Test func strategies() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        // The whole grid in random order finds what the grid search finds, unless scores are equal.
        let search = AdaptiveSearch(
            Self.logistic.pipeline, over: Self.logistic.grid, by: .random(3), options: Self.logistic.options)
        let found = try await nestedCrossValidate(search, iris, on: ThreadedScheduler())
        let golden = try EvaluationGolden.read().nested.logistic
        #expect(zip(found.folds, golden.inner).allSatisfy { abs($0.best.score - $1) < 1e-9 })
        #expect(found.folds.count == 5 && found.score > 0.9)
    }

    @Test func failedCandidates() async throws {
        let data = try Fixtures.fewDigits(60)
        var search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [99, 5]),
            folds: KFold(3))
        let found = try await nestedCrossValidate(search, data, folds: KFold(3), on: ThreadedScheduler())
        #expect(found.folds.allSatisfy { "\($0.best.parameters)" == "pca.n_components=5" && $0.error == nil })
        search.errorScore = .raise
        await #expect(throws: SearchError.self) {
            try await nestedCrossValidate(search, data, folds: KFold(3), on: ThreadedScheduler())
        }
        search.grid = ParameterGrid().varying(\PCA.nComponents, over: [99])
        search.errorScore = .nan
        await #expect(throws: LearningError.self) {
            try await nestedCrossValidate(search, data, folds: KFold(3), on: ThreadedScheduler())
        }
    }
}
