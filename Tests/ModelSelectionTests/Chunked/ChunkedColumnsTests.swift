import ChunkedData
import ChunkedMatrices
import LinearAlgebra
import TaskGraph
import Testing
import Trellis

/// Pipelines with branches of columns, fitted to chunks, are those fitted to the same rows in memory.
@Suite struct ChunkedColumnsTests {
    private static let rows = 180

    /// Numbers, of which the first 45 of a column and others are missing; categories, of which some are in few rows; dates.
    private static func features(lateRow: Int = 171) throws -> FeatureTable {
        let all = 0..<rows
        let (levels, codes) = (["red", "green", "blue", "white"], ["10", "2", "9", "1"])
        let wide: [Double] = all.map { $0 < 45 || $0 % 11 == 3 ? .nan : Double($0 * 37 % 101) / 10 }
        let narrow: [Double] = all.map { $0 % 17 == 5 ? .nan : 1000 + Double($0 * 53 % 101) / 101 }
        let colors: [String?] = all.map { levels[$0 * $0 % 7 % 4] }
        // Integers but for one name, which changes the order of all: 1, 10, 2, 9, x.
        let names: [String?] = all.map { row in
            if row == lateRow { return "x" }
            return row % 13 == 1 ? nil : codes[row * 3 % 4]
        }
        let days: [Double] = all.map { row in
            let seconds = 86_400 * (row % 50) + 3600 * (row % 5)
            return row % 19 == 4 ? .nan : 1.6e9 + Double(seconds)
        }
        return try FeatureTable([
            .numbers(wide), .numbers(narrow), .categories(CategoryColumn(colors)),
            .categories(CategoryColumn(names)), .dates(days),
        ])
    }

    private static let names = ["a", "b", "color", "level", "day"]

    private static func target(_ problem: Problem) throws -> Target {
        let x = try features()
        let (numbers, colors) = (x.columns[1].numbers ?? [], x.columns[2].categories?.codes ?? [])
        let values = (0..<rows).map { row in
            let number = numbers[row].isNaN ? 0.5 : numbers[row] - 1e3
            return 3 * number + Double(colors[row]) + Double(row * 29 % 31) / 31
        }
        guard problem == .classification else { return .values(values) }
        return .labels(Labels(values.map { $0 < 2 ? "low" : $0 < 3.5 ? "middle" : "top" }))
    }

    private static func data(_ problem: Problem) throws -> Dataset {
        try Dataset(features: features(), featureNames: names, target: target(problem), targetName: "y")
    }

    private static let chunkings: [[Int]] = [
        [180], [Int](repeating: 1, count: 180), [45, 0, 1, 60, 2, 72], [7, 173],
        [Int](repeating: 20, count: 9),
    ]

    private static func chunked(_ data: Dataset, _ sizes: [Int]) throws -> ChunkedDataset {
        let chunks = AxisChunks(sizes: sizes)
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
            features: ChunkedFeatures(data.features, rows: chunks), target: target,
            featureNames: data.featureNames, targetName: data.targetName)
    }

    private static let ignoring = OneHotEncoder(handleUnknown: .ignore)

    private static let regressions: [Pipeline] = [
        Pipeline(
            columns: [.numeric(SimpleImputer(), StandardScaler()), .categorical(ignoring)], Ridge(alpha: 0.5)),
        Pipeline(
            columns: [
                .numeric(
                    SimpleImputer(strategy: .constant, fillValue: 7, addIndicator: true), MinMaxScaler()),
                .categorical(
                    SimpleImputer(strategy: .mostFrequent),
                    OrdinalEncoder(handleUnknown: .useEncodedValue, unknownValue: -1)),
                .dates(DatetimeEncoder(addWeekday: true), SimpleImputer()),
            ], StandardScaler(), Ridge()),
        Pipeline(
            columns: [
                .numeric(SimpleImputer()),
                .categorical(
                    SimpleImputer(strategy: .constant, fillValue: "none"),
                    OneHotEncoder(handleUnknown: .infrequentIfExist, drop: .first, minFrequency: 3)),
            ], StandardScaler(), PCA(nComponents: 3), Ridge()),
        Pipeline(
            columns: [
                ColumnBranch("some", ["b", "a"], SimpleImputer(), PCA(nComponents: 2), MinMaxScaler()),
                .rest(Self.ordinal),
            ], Ridge()),
        Pipeline(
            columns: [
                ColumnBranch("some", ["b", "a"], Passthrough(), SimpleImputer()), .categorical(ignoring),
            ],
            StandardScaler(), Ridge()),
    ]

    private static let ordinal = OrdinalEncoder(
        handleUnknown: .useEncodedValue, unknownValue: -1, encodedMissingValue: -2)

    /// Sums in another order differ by rounding; the condition numbers of centred indicators are below 1e4.
    @Test(arguments: regressions.indices, chunkings)
    func regressionsAreThoseOfRowsInMemory(_ index: Int, _ sizes: [Int]) async throws {
        var data = try Self.data(.regression)
        if index == 3 {
            data = try Dataset(
                features: Self.features().columns(at: [0, 1, 2, 3]),
                featureNames: Array(Self.names.prefix(4)), target: data.target, targetName: "y")
        }
        let search = GridSearch(
            Self.regressions[index], grid: ParameterGrid().varying(\Ridge.alpha, over: [0.1, 10]),
            folds: KFold(4), scoring: ["r2", "neg_mean_absolute_error"], trainScores: true)
        let expected = try await search.fit(data, on: SerialScheduler())
        let chunked = try Self.chunked(data, sizes)
        let found = try await search.fit(chunked, on: ThreadedScheduler(workers: 2))
        try ChunkedSearchTests.expectEqual(found, expected, tolerance: 1e-9)
        let (ours, theirs) = (try found.model, try expected.model)
        #expect(ours.layout == theirs.layout && ours.featureKinds == theirs.featureKinds)
        #expect(ours.inputNames(of: "ridge") == theirs.inputNames(of: "ridge"))
        let one = try #require(ours.predict(data.features).values)
        let other = try #require(theirs.predict(data.features).values)
        #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1e-8 })
        let predicted = try await ours.predict(chunked.features).compute(on: SerialScheduler()).values
        #expect(zip(predicted, one).allSatisfy { abs($0 - $1) <= 1e-12 })
        let transformed = try await ours.transform(chunked.features).compute(on: SerialScheduler())
        let expectedRows = try ours.transform(data.features)
        #expect(transformed.rows == expectedRows.rows && transformed.columns == expectedRows.columns)
        #expect(zip(transformed.values, expectedRows.values).allSatisfy { abs($0 - $1) <= 1e-12 })
    }

    /// The same steps of L-BFGS with other rounding.
    @Test(arguments: chunkings) func classificationsAreThoseOfRowsInMemory(_ sizes: [Int]) async throws {
        let data = try Self.data(.classification)
        let pipeline = Pipeline(
            columns: [.numeric(SimpleImputer(), StandardScaler()), .categorical(Self.ignoring)],
            LogisticRegression())
        let search = GridSearch(
            pipeline, grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.1, 1]),
            folds: StratifiedKFold(3, shuffle: true, seed: 4), scoring: ["accuracy", "neg_log_loss"])
        let expected = try await search.fit(data, on: SerialScheduler())
        let chunked = try Self.chunked(data, sizes)
        let found = try await search.fit(chunked, on: ThreadedScheduler(workers: 2))
        try ChunkedSearchTests.expectEqual(found, expected, tolerance: 1e-6)
        let one = try await found.model.predictProbabilities(chunked.features).compute(on: SerialScheduler())
        let other = try expected.model.predictProbabilities(data.features)
        #expect(zip(one.values, other.values).allSatisfy { abs($0 - $1) <= 1e-6 })
    }

    /// A matrix in which cells are missing, and no branches.
    @Test(arguments: chunkings) func numbersWithMissingCellsNeedNoBranches(_ sizes: [Int]) async throws {
        let data = try Dataset(
            features: Self.features().columns(at: [0, 1]), target: Self.target(.regression))
        #expect(data.features.matrix != nil)
        let search = GridSearch(
            Pipeline(SimpleImputer(addIndicator: true), StandardScaler(), Ridge()),
            grid: ParameterGrid().varying(\Ridge.alpha, over: [0.1, 10]),
            folds: KFold(3, shuffle: true, seed: 8))
        let expected = try await search.fit(data, on: SerialScheduler())
        let chunked = try Self.chunked(data, sizes)
        let found = try await search.fit(chunked, on: ThreadedScheduler(workers: 2))
        try ChunkedSearchTests.expectEqual(found, expected, tolerance: 1e-10)
        let ours = try await found.model.predict(chunked.features).compute(on: SerialScheduler()).values
        let theirs = try #require(expected.model.predict(data.features).values)
        #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-9 })
    }

    /// A column without any value has none after imputing.
    @Test(arguments: [Problem.regression, .classification]) func branchesWithoutColumnsFail(
        _ problem: Problem
    ) async throws {
        let target = try Self.target(problem)
        let missing = Matrix(rows: target.count, columns: 2, repeating: .nan)
        let data = try Dataset(features: missing, target: target)
        let search = GridSearch(
            problem == .regression
                ? Pipeline(columns: [.numeric(SimpleImputer())], Ridge())
                : Pipeline(columns: [.numeric(SimpleImputer())], LogisticRegression()), folds: KFold(3))
        let whole = await #expect(throws: (any Error).self) {
            try await search.fit(data, on: SerialScheduler())
        }
        let parts = await #expect(throws: (any Error).self) {
            try await search.fit(Self.chunked(data, [50, target.count - 50]), on: SerialScheduler())
        }
        let (expected, found) = (try #require(whole), try #require(parts))
        #expect("\(expected)".contains("× 0 columns") && "\(found)" == "\(expected)")
    }

    @Test func aFitIsThatOfRowsInMemory() async throws {
        let data = try Self.data(.regression)
        let expected = try Self.regressions[1].fit(data)
        let model = try await Self.regressions[1].fit(
            Self.chunked(data, [50, 130]), on: ThreadedScheduler(workers: 2))
        // Constants, most frequent categories, codes and parts of dates are exact; other steps agree to rounding.
        for name in ["columns.categorical.simple-imputer", "columns.numeric.simple-imputer"] {
            #expect(model[name, as: SimpleImputer.self] == expected[name, as: SimpleImputer.self])
        }
        let encoder = "columns.categorical.ordinal-encoder"
        #expect(model[encoder, as: OrdinalEncoder.self] == expected[encoder, as: OrdinalEncoder.self])
        #expect(
            model[encoder, as: OrdinalEncoder.self]?.categories[1]
                == ["1", "10", "2", "9", "x"])
        let one = try #require(model.predict(data.features).values)
        #expect(
            zip(one, try #require(expected.predict(data.features).values)).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    /// The name in one row only is unknown where that row is a test row.
    @Test(arguments: chunkings) func unknownCategoriesFailTheirSplit(_ sizes: [Int]) async throws {
        let data = try Self.data(.regression)
        let search = GridSearch(
            Pipeline(
                columns: [.numeric(SimpleImputer()), .categorical(OneHotEncoder())], Ridge()),
            grid: try ParameterGrid(
                [GridAxis(flag: "columns.categorical.one-hot-encoder.handle_unknown=error,ignore")],
                over: Pipeline(
                    text: "columns(numeric: simple-imputer; categorical: one-hot-encoder) | ridge"),
                registry: .standard), folds: KFold(4))
        let expected = try await search.fit(data, on: SerialScheduler())
        let found = try await search.fit(Self.chunked(data, sizes), on: SerialScheduler())
        for (ours, theirs) in zip(found.candidates, expected.candidates) {
            #expect(ours.failures.map(\.split) == theirs.failures.map(\.split))
        }
        #expect(found.candidates[0].failures.count == 1 && found.candidates[1].failures.isEmpty)
        guard
            case .unknownCategory(_, let column, let name, _)? = found.candidates[0].failures[0].error
                as? LearningError
        else {
            Issue.record("\(found.candidates[0].failures[0])")
            return
        }
        #expect(column == 1 && name == "x")
        #expect(found.best.index == 1)
    }

    /// The first chunk has the only rows of a category, and a number far from all others.
    @Test(arguments: [1, 2, 300]) func theFirstChunkMayBeUnlikeTheOthers(_ height: Int) async throws {
        let rows = 300
        let x = try FeatureTable([
            .categories(CategoryColumn((0..<rows).map { $0 < 2 ? "rare" : ["p", "q"][$0 * $0 % 3 % 2] })),
            .numbers((0..<rows).map { $0 < 2 ? 1e4 : Double($0 * 7 % 23) }),
        ])
        let values = (0..<rows).map { Double($0 * 11 % 17) + ($0 < 2 ? 50 : 0) }
        let data = try Dataset(features: x, target: .values(values))
        let search = GridSearch(
            Pipeline(columns: [.rest(Self.ignoring), .numeric(StandardScaler())], Ridge()),
            folds: KFold(3, shuffle: true, seed: 1))
        let expected = try await search.fit(data, on: SerialScheduler())
        let chunked = try Self.chunked(data, [Int](repeating: height, count: rows / height))
        let found = try await search.fit(chunked, on: SerialScheduler())
        try ChunkedSearchTests.expectEqual(found, expected, tolerance: 1e-9)
    }

    @Test func bitsDoNotDependOnTheScheduler() async throws {
        let data = try Self.chunked(Self.data(.regression), Self.chunkings[4])
        let search = GridSearch(Self.regressions[2], scoring: ["r2"])
        var all: [[Double]] = []
        for scheduler in [SerialScheduler(), ThreadedScheduler(workers: 3)] as [any Scheduler] {
            let found = try await search.fit(data, on: scheduler)
            all.append(found.candidates.flatMap { $0.scores["r2"]?.splits ?? [] })
        }
        #expect(all[0].count == 5 && all[0].allSatisfy(\.isFinite) && all[0] == all[1])
    }

    @Test func whatNeedsAllCellsIsRefused() async throws {
        let data = try Self.chunked(Self.data(.regression), [180])
        func refusal(_ pipeline: String) async throws -> String {
            let error = await #expect(throws: (any Error).self) {
                _ = try await GridSearch(Pipeline(text: pipeline)).fit(data, on: SerialScheduler())
            }
            let fitted = await #expect(throws: (any Error).self) {
                _ = try await Pipeline(text: pipeline).fit(data, on: SerialScheduler())
            }
            #expect("\(try #require(error))" == "\(try #require(fitted))")
            return "\(try #require(error))"
        }
        #expect(
            try await refusal("columns(numeric: simple-imputer(strategy=median); rest: drop) | ridge")
                == "columns.numeric.simple-imputer cannot be fitted to chunks, because strategy=median reads all numbers of a "
                + "column at once; mean and constant do not")
        #expect(
            try await refusal("columns(numeric: simple-imputer(strategy=most_frequent)) | ridge")
                == "columns.numeric.simple-imputer cannot be fitted to chunks of the column 'a', because "
                + "strategy=most_frequent reads all numbers of a column at once; mean and constant do not")
        #expect(
            try await refusal("columns(numeric: simple-imputer | one-hot-encoder) | ridge")
                == "columns.numeric.one-hot-encoder cannot be fitted to chunks of the column 'a', because each of the numbers "
                + "of a column is a category; read the column as categories, of which there are few")
        #expect(
            try await refusal("columns(numeric: standard-scaler | simple-imputer) | ridge")
                == "columns.numeric.standard-scaler cannot be fitted to chunks with missing cells; fill them before it, with "
                + "simple-imputer")
        #expect(
            try await refusal("columns(numeric: standard-scaler) | ridge").hasPrefix(
                "ridge does not accept missing cells, but the column 'a' has one in row 0"))
        #expect(
            try await refusal("ridge").hasPrefix(
                "ridge needs numbers, but the column 'color' contains categories"))
        #expect(
            try await refusal("columns(high-cardinality: target-encoder; rest: drop) | ridge").hasPrefix(
                "columns.high-cardinality.target-encoder cannot be fitted to chunks, because it reads all rows at once; "
            ))
    }

    /// One pass for imputers and encoders, one for scalers, one for the steps after the branches, and one for the scores,
    /// whatever the number of candidates and folds.
    @Test func passesAreShared() async throws {
        let data = try Self.chunked(Self.data(.regression), Self.chunkings[4])
        let search = GridSearch(
            Self.regressions[0], grid: ParameterGrid().varying(\Ridge.alpha, over: [0.1, 1, 10]),
            folds: KFold(4))
        let log = RunCount()
        _ = try await search.fit(data, on: SerialScheduler()) { log.receive($0) }
        // The refit has the totals of all folds, and passes over the rows for the scaler and for ridge.
        #expect(log.passes == 6)
    }
}
