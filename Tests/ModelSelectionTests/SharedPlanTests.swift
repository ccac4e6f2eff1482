import Testing
import Trellis

@testable import ModelSelection

/// What a plan shares.
@Suite struct SharedPlanTests {
    @Test func kernelsAreMadeOnce() throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [16, 32, 48])
                .varying(\SVC.c, over: [0.1, 1, 10, 100]).varying(\SVC.gamma, over: [0.001, 0.01, 0.1]),
            folds: StratifiedKFold(5))
        let plan = try search.plan(Fixtures.fewDigits())
        #expect(
            plan.countsByName == [
                "features": 1, "target": 1, "origin": 1, "row-set": 15, "take-rows": 10,
                "summarize-moments": 5, "merge-moments": 5, "fit-standard-scaler-from-summary": 5,
                "map-moments": 5, "fit-pca-from-summary": 5, "restrict-pca": 15, "compose-maps": 10,
                "project": 10, "first-columns": 30, "inner-products": 15, "gram": 45,
                "fit-path-svc-from-gram": 45, "predict-path-from-gram": 45,
                "score-path-accuracy": 45,
            ])
        #expect(plan.reasons["gram"] != nil)
        #expect(plan.reasons["take-rows"] == nil)
    }

    /// Where columns are dependent, a scaler is fitted to rows only if a later step may amplify rounding errors.
    @Test(arguments: [
        (Pipeline(StandardScaler(), PCA(), SVC()), ParameterGrid(), false),
        (Pipeline(StandardScaler(), PCA(), LogisticRegression()), ParameterGrid(), false),
        (Pipeline(StandardScaler(), StandardScaler(withStd: false), SVC()), ParameterGrid(), false),
        (Pipeline(StandardScaler(), PCA(whiten: true), SVC()), ParameterGrid(), true),
        (Pipeline(StandardScaler(), PCA(), MinMaxScaler(), SVC()), ParameterGrid(), true),
        (Pipeline(StandardScaler(), PCA(), LogisticRegression(penalty: .none)), ParameterGrid(), true),
        (
            Pipeline(StandardScaler(), PCA(), SVC()),
            ParameterGrid().varying(\PCA.whiten, over: [false, true]), true
        ),
    ])
    func smallColumnsMatterWhereALaterStepAmplifies(
        _ pipeline: Pipeline, _ grid: ParameterGrid, _ matters: Bool
    ) throws {
        let graph = try GridSearch(pipeline, grid: grid).plan(Fixtures.fewDigits()).graph
        let first = graph.tasks.lazy.compactMap { graph.operation(of: $0) as? FitFromSummary }.first
        #expect(try #require(first).smallColumnsMatter == matters)
    }

    /// The largest selection of columns is fitted, and the others are its first columns.
    @Test func selectionsAreNested() throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), SelectKBest(), SVC()),
            grid: ParameterGrid().varying(\SelectKBest.k, over: [2, 5, 9]), folds: StratifiedKFold(5))
        let counts = try search.plan(Fixtures.dataSet("wine", target: "class")).countsByName
        #expect(counts["fit-largest-select-k-best"] == 5 && counts["restrict-select-k-best"] == 15)
        #expect(counts["fit-select-k-best"] == nil)
    }

    /// Nothing but the spectrum and the projected products is read for ridge regression on principal components.
    @Test func ridgeReadsNoTrainingRows() throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), Ridge()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 4])
                .varying(\Ridge.alpha, over: [0.1, 1, 10]), folds: KFold(12))
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let counts = try search.plan(data).countsByName
        #expect(counts["project"] == 12)  // of the test rows
        #expect(counts["fit-path-ridge-from-summary"] == 24)
        #expect(counts["fit-ridge"] == nil)
    }

    /// One arrangement of a fold's rows serves all sizes of the step before and all pieces of all paths.
    @Test func panelsAreArrangedOnce() throws {
        let grid = ParameterGrid().varying(\LogisticRegression.c, over: [0.01, 0.1, 1, 10])
            .varying(\LogisticRegression.fitIntercept, over: [true, false])
        func counts(_ pipeline: Pipeline, _ grid: ParameterGrid) throws -> [String: Int] {
            try GridSearch(pipeline, grid: grid, folds: StratifiedKFold(2)).plan(Fixtures.fewDigits())
                .countsByName
        }
        let nested = try counts(
            Pipeline(StandardScaler(), PCA(), LogisticRegression()),
            grid.varying(\PCA.nComponents, over: [4, 8, 16]))
        #expect(nested["arrange-rows"] == 2)
        #expect(nested["fit-path-logistic-regression"] == 12)
        // Pieces of paths, for cores that would have nothing to do.
        let alone = try counts(Pipeline(LogisticRegression()), grid)
        #expect(alone["arrange-rows"] == 2)
        #expect(alone["fit-path-logistic-regression"] == 8)
    }

    /// Where few tasks would be left paths are cut, so that cores do not starve; where many, they are not.
    @Test func pathsLeaveWorkForAll() throws {
        let cs = (0..<12).map { Double($0 + 1) }
        func fits(_ folds: Int) throws -> Int? {
            let search = GridSearch(
                Pipeline(SVC()), grid: ParameterGrid().varying(\SVC.c, over: cs), folds: KFold(folds))
            return try search.plan(Fixtures.fewDigits()).countsByName["fit-path-svc-from-gram"]
        }
        #expect(try fits(30) == 30)
        #expect(try fits(2) == 12)
    }

    /// Steps without traits get the tasks that they get without sharing.
    @Test func plainStepsPlanAsBefore() throws {
        var search = GridSearch(
            Pipeline(steps: [("shift", Shift()), ("model", Constant())]),
            grid: ParameterGrid().varying(\Shift.by, over: [1, 2]).varying(\Constant.value, over: [0, 5]),
            folds: KFold(3), trainScores: true)
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let shared = try search.plan(data)
        search.sharing = false
        let plain = try search.plan(data)
        #expect(shared.countsByName == plain.countsByName)
        #expect(shared.reasons.isEmpty)
        #expect(shared.outputs.map(shared.graph.key) == plain.outputs.map(plain.graph.key))
    }

    @Test func blocksMakeUpTrainingSets() throws {
        let target = Target.values([Double](repeating: 0, count: 23))
        let splitters: [any Splitter] = [
            KFold(4), RepeatedKFold(5, repeats: 2, seed: 1), TimeSeriesSplit(3), ShuffleSplit(3, seed: 2),
        ]
        for splitter in splitters {
            let splits = try splitter.splits(of: target)
            let blocks = FoldBlocks(splits, rows: 23)
            for (split, parts) in zip(splits, blocks.ofSplit) {
                #expect(parts.flatMap { blocks.blocks[$0] }.sorted() == split.train, "\(splitter)")
            }
        }
        #expect(try FoldBlocks(KFold(4).splits(of: target), rows: 23).blocks.count == 4)
    }
}

/// A transformer that says nothing of what can be shared.
private struct Shift: Transformer {
    var by = 1.0
    static let kind = "shift"
    static let summary = "Adds a number."
    static var parameters: [Parameter<Shift>] { [Parameter("by", \.by, "the number")] }

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) -> Fitted {
        Fitted(by: by, featureCount: x.columns)
    }

    struct Fitted: FittedTransformer {
        let by: Double
        let featureCount: Int
        var outputCount: Int { featureCount }
        func validate() {}
        func transform(_ x: Matrix) -> Matrix { x.shifted(by: Array(repeating: -by, count: x.columns)) }
    }
}

/// A regressor that says nothing of what can be shared.
private struct Constant: Regressor {
    var value = 0.0
    static let kind = "constant"
    static let summary = "Tells a number."
    static var parameters: [Parameter<Constant>] { [Parameter("value", \.value, "the number")] }

    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) -> Fitted {
        Fitted(value: value, featureCount: x.columns)
    }

    struct Fitted: FittedRegressor {
        let value: Double
        let featureCount: Int
        func validate() {}
        func predict(_ x: Matrix) -> [Double] { Array(repeating: value, count: x.rows) }
    }
}
