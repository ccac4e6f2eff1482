import ChunkedData
import ChunkedMatrices
import LinearAlgebra
import Synchronization
import TaskGraph
import Testing
import Trellis

/// Searches over chunks are those over the same rows in memory.
@Suite struct ChunkedSearchTests {
    private static func chunked(_ data: Dataset, height: Int) throws -> ChunkedDataset {
        guard case .matrix(let x) = data.features else { preconditionFailure("the data are numbers") }
        func column(_ values: [Double]) -> ChunkedMatrix {
            ChunkedMatrix(
                Matrix(rows: values.count, columns: 1, values: values), chunks: .size(rows: 50, columns: 1))
        }
        let target: ChunkedTarget =
            switch data.target {
            case .values(let values): .values(column(values))
            case .labels(let labels): .classes(column(labels.codes.map(Double.init)), names: labels.classes)
            }
        return try ChunkedDataset(
            features: ChunkedMatrix(x, chunks: .size(rows: height, columns: 5)), target: target,
            featureNames: data.featureNames, targetName: data.targetName)
    }

    private static func wine() throws -> Dataset { try Fixtures.dataSet("wine", target: "class") }

    private static func diabetes() throws -> Dataset {
        try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
    }

    static func expectEqual(
        _ found: SearchResults, _ expected: SearchResults, tolerance: Double
    ) throws {
        #expect(
            found.candidates.count == expected.candidates.count && found.splitCount == expected.splitCount)
        for (ours, theirs) in zip(found.candidates, expected.candidates) {
            #expect(ours.parameters == theirs.parameters && ours.error == theirs.error)
            for scorer in expected.scorers {
                for (one, other) in [
                    (ours.scores, theirs.scores), (ours.trainScores, theirs.trainScores),
                ] {
                    let (one, other) = (one[scorer.name]?.splits ?? [], other[scorer.name]?.splits ?? [])
                    #expect(one.count == other.count)
                    for (mine, his) in zip(one, other) {
                        #expect(
                            abs(mine - his) <= tolerance * max(1, abs(his)) || mine.isNaN && his.isNaN,
                            "\(scorer) of \(ours.parameters)"
                        )
                    }
                }
            }
        }
        #expect(found.best.index == expected.best.index)
    }

    private static let regressionGrid = ParameterGrid()
        .varying(\PCA.nComponents, over: [.count(3), .count(7)]).varying(\Ridge.alpha, over: [0.1, 10])

    /// Sums in another order differ by rounding: 1e-12 of scores near 1 leaves room for a condition number of a hundred.
    @Test(
        arguments: [KFold(5), KFold(3, shuffle: true, seed: 7), KFold(4, shuffle: true, seed: 1)],
        [1000, 61, 7])
    func regressionsAreThoseOfRowsInMemory(_ folds: KFold, _ height: Int) async throws {
        let data = try Self.diabetes()
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), Ridge()), grid: Self.regressionGrid, folds: folds,
            scoring: ["r2", "neg_mean_squared_error", "neg_mean_absolute_error", "explained_variance"],
            trainScores: true)
        let expected = try await search.fit(data, on: SerialScheduler())
        let found = try await search.fit(
            Self.chunked(data, height: height), on: ThreadedScheduler(workers: 2))
        try Self.expectEqual(found, expected, tolerance: 1e-12)
        let (ours, theirs) = (try found.model, try expected.model)
        #expect(ours.featureNames == theirs.featureNames && ours.targetName == "progression")
        let one = try #require(ours.predict(data.features).values)
        let other = try #require(theirs.predict(data.features).values)
        #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1e-9 })
        #expect(found.scored.runnerUp != nil)
    }

    @Test(
        arguments: [StratifiedKFold(5), StratifiedKFold(3, shuffle: true, seed: 9)], [1000, 29, 5])
    func classificationsAreThoseOfRowsInMemory(_ folds: StratifiedKFold, _ height: Int) async throws {
        let data = try Self.wine()
        let search = GridSearch(
            Pipeline(StandardScaler(), LogisticRegression()),
            grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.01, 1, 100]), folds: folds,
            scoring: ["accuracy", "neg_log_loss", "f1_macro", "balanced_accuracy"])
        let expected = try await search.fit(data, on: SerialScheduler())
        let found = try await search.fit(
            Self.chunked(data, height: height), on: ThreadedScheduler(workers: 2))
        // The same steps with other rounding, which 100 of them amplify.
        try Self.expectEqual(found, expected, tolerance: 1e-6)
        let (ours, theirs) = (try found.model, try expected.model)
        #expect(ours.classes == theirs.classes)
        #expect(try ours.predict(data.features) == theirs.predict(data.features))
    }

    /// Steps after others that their summary cannot be mapped by read the rows again.
    @Test(arguments: [1000, 23]) func stepsFollowOthers(_ height: Int) async throws {
        let data = try Self.diabetes()
        let search = GridSearch(
            Pipeline(PCA(nComponents: 5), MinMaxScaler(), StandardScaler(), Ridge()),
            grid: ParameterGrid().varying(\Ridge.alpha, over: [0.1, 10]),
            folds: KFold(3, shuffle: true, seed: 2))
        let expected = try await search.fit(data, on: SerialScheduler())
        let found = try await search.fit(
            Self.chunked(data, height: height), on: ThreadedScheduler(workers: 2))
        try Self.expectEqual(found, expected, tolerance: 1e-10)
    }

    @Test func stepsAreSwapped() async throws {
        let data = try Self.diabetes()
        let grid = try ParameterGrid(
            [
                GridAxis(flag: "scale=standard-scaler,min-max-scaler,passthrough"),
                GridAxis(flag: "ridge.alpha=1,5"),
            ],
            over: Pipeline(text: "scale: standard-scaler | ridge"), registry: .standard)
        let search = GridSearch(try Pipeline(text: "scale: standard-scaler | ridge"), grid: grid)
        let expected = try await search.fit(data, on: SerialScheduler())
        let found = try await search.fit(Self.chunked(data, height: 40), on: SerialScheduler())
        try Self.expectEqual(found, expected, tolerance: 1e-12)
    }

    @Test func bitsDoNotDependOnTheScheduler() async throws {
        let data = try Self.chunked(Self.wine(), height: 3)
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(nComponents: 5), LogisticRegression()),
            grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.1, 1]), scoring: ["neg_log_loss"])
        var all: [[Double]] = []
        for scheduler in [SerialScheduler(), ThreadedScheduler(workers: 1), ThreadedScheduler(workers: 9)]
            as [any Scheduler]
        {
            let found = try await search.fit(data, on: scheduler)
            all.append(found.candidates.flatMap { $0.scores["neg_log_loss"]?.splits ?? [] })
        }
        #expect(all[0].allSatisfy { $0.isFinite })
        #expect(all[0] == all[1] && all[0] == all[2])
    }

    @Test func whatNeedsAllRowsIsRefusedBeforeAnythingRuns() async throws {
        let failing = ChunkedMatrix(rows: 50, columns: 2, chunks: .size(rows: 10, columns: 2)) {
            rows, columns in
            Issue.record("a chunk was computed")
            return Matrix(rows: rows.count, columns: columns.count)
        }
        let data = try ChunkedDataset(features: failing, target: .values(failing.columns(0..<1)))
        func refusal(_ search: GridSearch) async throws -> String {
            let error = await #expect(throws: (any Error).self) {
                _ = try await search.fit(data, on: SerialScheduler())
            }
            return "\(try #require(error))"
        }
        let steps = try await refusal(GridSearch(Pipeline(RobustScaler(), Ridge())))
        #expect(
            steps
                == "robust-scaler cannot be fitted to chunks, because it reads all rows at once; steps that can are "
                + "simple-imputer, one-hot-encoder, ordinal-encoder, datetime-encoder, standard-scaler, min-max-scaler, pca, "
                + "passthrough")
        let swapped = try GridSearch(
            Pipeline(text: "ridge"),
            grid: ParameterGrid(
                [GridAxis(flag: "ridge=ridge,svc")], over: Pipeline(text: "ridge"), registry: .standard))
        #expect(try await refusal(swapped).contains("because it reads all rows at once"))
        let scorer = try await refusal(GridSearch(Pipeline(Ridge()), scoring: ["neg_median_absolute_error"]))
        #expect(scorer.hasPrefix("neg_median_absolute_error cannot score chunks"))
        #expect(scorer.contains("r2, explained_variance, neg_mean_squared_error"))
        #expect(
            try await refusal(GridSearch(Pipeline(Ridge()), folds: ShuffleSplit(3))).hasPrefix(
                "3 random splits cannot split rows in chunks"))
        #expect(
            try await refusal(GridSearch(Pipeline(text: "columns | ridge")))
                == "columns.numeric.simple-imputer cannot be fitted to chunks, because strategy=median reads all numbers of a "
                + "column at once; mean and constant do not")
        var racing = GridSearch(Pipeline(Ridge()))
        racing.options.racing = .init()
        #expect(try await refusal(racing) == "a race does not apply to a search over rows in chunks")
        #expect(
            try await refusal(GridSearch(Pipeline(LogisticRegression()))).contains("logistic-regression"))
    }

    @Test func aNumberThatIsNotFiniteIsNamed() async throws {
        var x = try #require(Self.diabetes().features.matrix)
        x[123, 4] = .infinity
        let data = try Self.chunked(
            Dataset(features: x, target: Self.diabetes().target), height: 20)
        for folds in [KFold(3), KFold(3, shuffle: true)] {
            let search = GridSearch(Pipeline(StandardScaler(), Ridge()), folds: folds)
            let error = await #expect(throws: LearningError.self) {
                _ = try await search.fit(data, on: ThreadedScheduler(workers: 2))
            }
            #expect(
                error == .notFinite(step: "standard-scaler", row: 123, column: 4, value: .infinity))
        }
    }

    /// Two equal columns: without a penalty, only rows tell what rounding makes of them.
    @Test func candidatesFailByThemselves() async throws {
        let x = try #require(Self.diabetes().features.matrix)
        let twice = Matrix(
            rows: x.rows, columns: 2, values: (0..<x.rows).flatMap { [x[$0, 2], x[$0, 2]] })
        let data = try Self.chunked(Dataset(features: twice, target: Self.diabetes().target), height: 100)
        let grid = ParameterGrid().varying(\Ridge.alpha, over: [0, 1])
        let search = GridSearch(Pipeline(Ridge()), grid: grid, folds: 3)
        let found = try await search.fit(data, on: SerialScheduler())
        #expect(found.best.index == 1 && found.candidates[0].failures.count == 3)
        #expect(
            found.candidates[0].failures[0].error as? ChunkedFitError == .summaryNotAccurate(step: "ridge"))
        #expect(found.warnings.contains { $0.hasPrefix("1 of 2 candidates failed") })
        let raising = GridSearch(Pipeline(Ridge()), grid: grid, folds: 3, errorScore: .raise)
        await #expect(throws: SearchError.self) { _ = try await raising.fit(data, on: SerialScheduler()) }
        let none = try await GridSearch(Pipeline(Ridge()), folds: 3, refit: .none).fit(
            data, on: SerialScheduler())
        #expect(throws: SearchError.notRefitted) { try none.model }
    }

    /// Rows of a matrix that exists nowhere, within a limit of a few chunks.
    @Test func memoryIsThatOfAFewChunks() async throws {
        let x = ChunkedMatrix.random(
            .normal, rows: 40_000, columns: 20, seed: 1, chunks: .size(rows: 500, columns: 20))
        let y = x.columns(0..<1) * 2 + x.columns(3..<4) - 5
        let data = try ChunkedDataset(features: x, target: .values(y))
        var search = GridSearch(
            Pipeline(StandardScaler(), Ridge()),
            grid: ParameterGrid().varying(\Ridge.alpha, over: [1e-6, 1e5]), folds: KFold(3, shuffle: true))
        search.options.memoryBudget = 1 << 20
        let log = RunCount()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2)) { log.receive($0) }
        #expect(found.best.index == 0 && found.best.score > 0.999999)
        #expect(found.tasks.run < found.tasks.naive)
        // Two passes of 80 chunks, 16 at a time; the origin, the fits, and the refit, which passes over no rows.
        #expect(log.runs == 13)
        #expect(log.passes == 2)
    }
}

/// Counts the runs of a search.
final class RunCount: Sendable {
    private let count = Atomic(0)
    private let last = Atomic(0)
    var runs: Int { count.load(ordering: .relaxed) }
    var passes: Int { last.load(ordering: .relaxed) }

    func receive(_ event: SearchEvent) {
        if case .run(.ended) = event { count.add(1, ordering: .relaxed) }
        if case .passed(let progress) = event { last.store(progress.pass, ordering: .relaxed) }
    }
}
