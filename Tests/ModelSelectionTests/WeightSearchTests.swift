import Testing
import Trellis

@testable import ModelSelection
@testable import TaskGraph

/// Searches over rows with weights: their scores are those of scikit-learn under metadata routing, and do not depend on
/// how the search runs.
@Suite struct WeightSearchTests {
    struct Golden: Decodable {
        let searches: [Search]

        struct Search: Decodable {
            let title: String
            let weights: [Double]
            let params: [[String: ParameterValue]]
            let scores: [String: [[Double]]]
            let means: [String: [Double]]
        }
    }

    /// The searches of the golden file, whose data have its weights.
    private static func problem(_ title: String) throws -> (search: GridSearch, data: Dataset, Golden.Search)
    {
        let golden = try #require(
            Fixtures.golden("weights", as: Golden.self).searches.first { $0.title == title })
        let isRegression = title == "ridge"
        let whole =
            isRegression
            ? try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
            : try Fixtures.dataSet("breast-cancer", target: "diagnosis")
        let data = try Dataset(
            features: whole.features, featureNames: whole.featureNames, target: whole.target,
            weights: golden.weights)
        let search: GridSearch
        switch title {
        case "svc":
            search = GridSearch(
                Pipeline(StandardScaler(), PCA(), SVC()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [3, 8])
                    .varying(\SVC.c, over: [0.1, 1, 10]).varying(\SVC.gamma, over: [0.01, .scale]),
                folds: StratifiedKFold(5), scoring: [.accuracy, .f1Macro, .rocAUC])
        case "logistic-regression":
            search = GridSearch(
                Pipeline(StandardScaler(), PCA(), LogisticRegression(maxIter: 10000, tol: 1e-9)),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [3, 8])
                    .varying(\LogisticRegression.c, over: [0.1, 1, 10])
                    .varying(\LogisticRegression.classWeight, over: [.none, .balanced]),
                folds: StratifiedKFold(5), scoring: [.balancedAccuracy, .negLogLoss, .rocAUC])
        default:
            search = GridSearch(
                Pipeline(StandardScaler(), PCA(), Ridge()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5, 10])
                    .varying(\Ridge.alpha, over: [0.01, 1, 100]),
                folds: KFold(5), scoring: Scorer.all.filter { $0.problem == .regression })
        }
        return (search, data, golden)
    }

    static let titles = ["svc", "logistic-regression", "ridge"]

    @Test(arguments: titles, [true, false])
    func scoresOfEachSplitAreThoseOfTheReference(title: String, sharing: Bool) async throws {
        var (search, data, golden) = try Self.problem(title)
        search.sharing = sharing
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(found.candidates.count == golden.params.count)
        for (candidate, params) in zip(found.candidates, golden.params) {
            #expect(candidate.failures.isEmpty)
            for entry in candidate.parameters.entries {
                let expected = try #require(params[entry.name])
                let same = Double(entry.value).map { $0 == Double(expected) } ?? (entry.value == expected)
                #expect(same, "\(entry.name) is \(entry.value), but \(expected) in the reference")
            }
            for (scorer, expected) in golden.scores {
                let ours = try #require(candidate.scores[scorer])
                for (score, other) in zip(ours.splits, expected[candidate.index]) {
                    // The solvers' tolerance; steps of the support vector machine are the same.
                    let isClose = abs(score - other) <= 1e-7 * max(1, abs(other))
                    #expect(isClose, "\(title), \(candidate.parameters): \(scorer) \(score), not \(other)")
                }
                // The mean over the splits is not weighted.
                let mean = try #require(golden.means[scorer]?[candidate.index])
                #expect(abs(ours.mean - mean) <= 1e-7 * max(1, abs(mean)))
            }
        }
    }

    /// Scores by candidate, scorer and split.
    private func scores(_ search: GridSearch, _ data: Dataset, on scheduler: any Scheduler) async throws
        -> [Double]
    {
        let found = try await search.fit(data, on: scheduler)
        return found.candidates.flatMap { candidate in
            found.scorers.flatMap { candidate.scores[$0.name]?.splits ?? [] }
        }
    }

    @Test(arguments: titles) func scoresDoNotDependOnHowASearchRuns(title: String) async throws {
        var (search, data, _) = try Self.problem(title)
        search.trainScores = true
        let shared = try await scores(search, data, on: SerialScheduler())
        #expect(try await scores(search, data, on: ThreadedScheduler(workers: 2)) == shared)
        search.sharing = false
        let plain = try await scores(search, data, on: ThreadedScheduler(workers: 2))
        #expect(zip(plain, shared).allSatisfy { abs($0 - $1) <= 1e-7 * max(1, abs($1)) })
        search.merging = false
        #expect(try await scores(search, data, on: SerialScheduler()) == plain)
        // In too little memory for a Gram matrix.
        search.merging = true
        search.sharing = true
        search.memoryBudget = 100_000
        let small = try await scores(search, data, on: SerialScheduler())
        #expect(zip(small, shared).allSatisfy { abs($0 - $1) <= 1e-7 * max(1, abs($1)) })
    }

    /// The scores of a search over weighted rows are those over repeated rows in the same folds.
    @Test(arguments: ["svc", "logistic-regression", "ridge"], [true, false])
    func weightsAreRepetitions(step: String, sharing: Bool) async throws {
        let isRegression = step == "ridge"
        let whole =
            isRegression
            ? try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
            : try Fixtures.dataSet("wine", target: "class")
        let steps: [String: any Estimator] = [
            "svc": SVC(gamma: 0.05, tol: 1e-8), "ridge": Ridge(),
            "logistic-regression": LogisticRegression(maxIter: 10000, tol: 1e-9),
        ]
        let last = try #require(steps[step])
        var random = SeededGenerator(seed: 11)
        let counts = (0..<whole.rowCount).map { _ in random.next(below: 4) }
        let repeated = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        let folds = counts.indices.map { $0 % 3 }
        let weighted = try Dataset(
            features: whole.features, target: whole.target, weights: counts.map(Double.init))
        var search = GridSearch(
            Pipeline(StandardScaler(), last),
            grid: ParameterGrid().varying("\(step).\(isRegression ? "alpha" : "C")", over: [0.1, 1, 10]),
            scoring: isRegression ? [.r2, .negMedianAbsoluteError] : [.accuracy, .f1Macro])
        if step == "logistic-regression" { search.scoring.append(.negLogLoss) }
        search.sharing = sharing
        search.folds = PredefinedSplit(folds)
        let ours = try await scores(search, weighted, on: SerialScheduler())
        search.folds = PredefinedSplit(repeated.map { folds[$0] })
        let theirs = try await scores(search, whole.rows(at: repeated), on: SerialScheduler())
        // The tolerance of L-BFGS on columns of different scales; the others agree to rounding.
        #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }, "\(ours), \(theirs)")
        search.folds = PredefinedSplit(folds)
        #expect(try await scores(search, whole, on: SerialScheduler()) != theirs)
    }

    @Test func theRefitUsesTheWeights() async throws {
        let (search, data, _) = try Self.problem("ridge")
        let found = try await search.fit(data, on: SerialScheduler())
        let fitted = try found.best.pipeline.fit(data)
        let (ours, plain) = try (found.model.predict(data.features), fitted.predict(data.features))
        let (one, other) = try (#require(ours.values), #require(plain.values))
        #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-9 * abs($1) })
        let unweighted = try Dataset(features: data.features, target: data.target)
        let others = try #require(found.best.pipeline.fit(unweighted).predict(data.features).values)
        #expect(!zip(one, others).allSatisfy { abs($0 - $1) < 1e-4 * abs($1) })
    }

    // MARK: - Planning

    /// Summaries of weighted rows serve the scaler and the regression, those of rows without weights the components.
    @Test func summariesWithAndWithoutWeightsAreSeparate() throws {
        let (search, data, _) = try Self.problem("ridge")
        let counts = try search.plan(data).countsByName
        #expect(counts["summarize-moments"] == 5 && counts["summarize-weighted-moments"] == 5)
        #expect(counts["fit-path-ridge-from-summary"] == 15)
        let unweighted = try Dataset(features: data.features, target: data.target)
        let without = try search.plan(unweighted).countsByName
        #expect(without["summarize-moments"] == 5 && without["summarize-weighted-moments"] == nil)
    }

    /// Without weights, all keys are those of a dataset that never had any; other weights have other keys.
    @Test func keysFollowWeights() throws {
        let (search, data, _) = try Self.problem("svc")
        func keys(_ weights: [Double]?) throws -> Set<TaskKey> {
            let weighted = try Dataset(features: data.features, target: data.target, weights: weights)
            let plan = try search.plan(weighted)
            return Set(plan.outputs.map(plan.graph.key(of:)))
        }
        let weights = try #require(data.weights)
        #expect(try keys(weights) == keys(weights))
        #expect(try keys(weights).isDisjoint(with: keys(nil)))
        #expect(try keys(weights).isDisjoint(with: keys(weights.map { 2 * $0 })))
        let one = try Dataset(features: data.features, target: data.target, weights: weights)
        let other = try Dataset(features: data.features, target: data.target)
        #expect(one.digest != other.digest)
    }

    /// An estimator that uses weights, but whose summary has none, is fitted to rows.
    @Test func aSummaryWithoutWeightsIsNotUsed() async throws {
        let (_, data, _) = try Self.problem("ridge")
        let search = GridSearch(Pipeline(Ranging(), Ridge()), folds: KFold(3))
        let plan = try search.plan(data)
        #expect(plan.countsByName["fit-ranging-from-summary"] == nil)
        #expect(plan.fallbacks[.init(step: "ranging", reason: "its summary has no weights")] == 3)
        let unweighted = try Dataset(features: data.features, target: data.target)
        #expect(try search.plan(unweighted).countsByName["fit-ranging-from-summary"] == 3)
        #expect(try await search.fit(data, on: SerialScheduler()).best.failures.isEmpty)
    }

    // MARK: - Refusals

    @Test func aLastStepWithoutWeightsIsRefused() throws {
        let (_, data, _) = try Self.problem("ridge")
        let search = GridSearch(Pipeline(StandardScaler(), Unweighted()))
        #expect(throws: LearningError.weightsNotUsed(step: "unweighted")) { try search.plan(data) }
        let swapped = GridSearch(
            ["model": Ridge()], grid: ParameterGrid().swapping("model", for: [Ridge(), Unweighted()]))
        #expect(throws: LearningError.weightsNotUsed(step: "unweighted")) { try swapped.plan(data) }
        let without = try Dataset(features: data.features, target: data.target)
        #expect(throws: Never.self) { try search.plan(without) }
    }

    @Test func aScorerThatIgnoresWeightsIsRefused() async throws {
        let (_, data, _) = try Self.problem("ridge")
        let own = Scorer("own", ofValues: { truth, predicted in truth[0] - predicted[0] })
        var search = GridSearch(Pipeline(Ridge()), scoring: [own])
        #expect(throws: SearchError.scorerIgnoresWeights(name: "own")) { try search.plan(data) }
        let mean = Scorer(
            "own_squared_error", greaterIsBetter: false,
            ofValues: { truth, predicted, weights in
                let weights = weights ?? truth.map { _ in 1 }
                let sum = truth.indices.reduce(0) {
                    $0 + weights[$1] * (truth[$1] - predicted[$1]) * (truth[$1] - predicted[$1])
                }
                return sum / weights.reduce(0, +)
            })
        search.scoring = [mean, .negMeanSquaredError]
        for data in [data, try Dataset(features: data.features, target: data.target)] {
            let found = try await search.fit(data, on: SerialScheduler()).best
            let (ours, theirs) = try (
                #require(found.scores["own_squared_error"]).splits,
                #require(found.scores["neg_mean_squared_error"]).splits
            )
            #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-9 * abs($1) })
        }
    }

    @Test func everyOwnScorerMayUseWeights() async throws {
        let (_, data, _) = try Self.problem("svc")
        let total: @Sendable ([Double]?) -> Double = { $0?.reduce(0, +) ?? -1 }
        let scorers = [
            Scorer("of_classes", ofClasses: { _, _, weights in total(weights) }),
            Scorer("of_probabilities", ofProbabilities: { _, _, _, weights in total(weights) }),
            Scorer("of_any", ofClassifiersGiving: [.labels]) { _, _, weights in total(weights) },
        ]
        let search = GridSearch(
            Pipeline(StandardScaler(), LogisticRegression()), folds: StratifiedKFold(2), scoring: scorers)
        let found = try await search.fit(data, on: SerialScheduler()).best
        let weights = try #require(data.weights)
        let splits = try StratifiedKFold(2).splits(rows: data.rowCount, target: data.target, groups: nil)
        let expected = splits.map { $0.test.reduce(0) { $0 + weights[$1] } }
        for scorer in scorers {
            let sums = try #require(found.scores[scorer.name]).splits
            #expect(zip(sums, expected).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    @Test func aSetWithoutWeightIsRefused() throws {
        let data = try Dataset(
            features: Matrix((0..<6).map { [Double($0)] }), target: .values([1, 2, 3, 4, 5, 6]),
            weights: [0, 0, 0, 1, 1, 1])
        #expect {
            try GridSearch(Pipeline(Ridge()), folds: KFold(2)).plan(data)
        } throws: {
            "\($0)".contains("all rows of the test set have the weight 0")
        }
        let other = data.rows(at: [3, 4, 5, 0, 1, 2])
        #expect {
            try GridSearch(Pipeline(Ridge()), folds: KFold(2)).plan(other)
        } throws: {
            "\($0)".contains("all rows of the training set have the weight 0")
        }
    }

    /// The folds are those without weights.
    @Test func foldsDoNotDependOnWeights() throws {
        let (_, data, _) = try Self.problem("svc")
        let (train, test) = try data.trainTestSplit(stratified: true)
        let unweighted = try Dataset(features: data.features, target: data.target)
        #expect(try unweighted.trainTestSplit(stratified: true).train.target == train.target)
        let sum = try #require(train.weights).reduce(0, +) + #require(test.weights).reduce(0, +)
        #expect(abs(sum - (data.weights ?? []).reduce(0, +)) < 1e-9)
    }
}

/// A step that uses weights and has a summary without weights.
private struct Ranging: Transformer, SummaryEstimator {
    static let kind = "ranging"
    static let summary = "Divides each column by its range."
    static let usesWeights = true
    static let detail = SummaryDetail.columns
    static let parameters: [Parameter<Self>] = []

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedMinMaxScaler {
        try MinMaxScaler().fit(x, to: target)
    }

    func fit(_ summary: ColumnRanges, in context: FitContext) throws -> FittedMinMaxScaler? {
        try MinMaxScaler().fit(summary, in: context)
    }
}

/// A regression without weights.
private struct Unweighted: Regressor {
    static let kind = "unweighted"
    static let summary = "A ridge regression without weights."
    static let parameters: [Parameter<Self>] = []

    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> FittedRidge {
        try Ridge().fit(x, to: .values(values))
    }
}
