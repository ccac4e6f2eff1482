import Testing

@testable import ModelSelection
@testable import Trellis

/// Learning curves, validation curves and permutation tests against scikit-learn's functions.
@Suite struct CurveTests {
    private let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 5), Ridge())

    private func diabetes() throws -> Dataset {
        try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
    }

    /// Expects the scores of the reference; the algebra is exact, so they differ by rounding only.
    private func expect(
        _ curve: ScoreCurve, train: [[Double]], test: [[Double]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(curve.points.count == test.count, sourceLocation: sourceLocation)
        for (point, (train, test)) in zip(curve.points, zip(train, test)) {
            for (found, expected) in [(point.trainScores["r2"], train), (point.scores["r2"], test)] {
                let splits = try #require(found?.splits, sourceLocation: sourceLocation)
                #expect(splits.count == expected.count, sourceLocation: sourceLocation)
                #expect(
                    zip(splits, expected).allSatisfy { abs($0 - $1) < 1e-9 },
                    "\(point.text): \(splits), \(expected)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test func relativeSizes() async throws {
        let golden = try EvaluationGolden.read().curves.relative
        let curve = try await learningCurve(pipeline, diabetes(), on: ThreadedScheduler())
        #expect(curve.name == "training_rows")
        #expect(curve.points.map(\.value) == golden.sizes.map { .int($0) })
        try expect(curve, train: golden.train, test: golden.test)
        #expect(curve.tasks.run < curve.tasks.naive)
    }

    @Test func absoluteSizes() async throws {
        let golden = try EvaluationGolden.read().curves.absolute
        let curve = try await learningCurve(
            pipeline, diabetes(), sizes: [300, 20, 50, 20], folds: KFold(4), on: SerialScheduler())
        #expect(curve.points.map(\.text) == golden.sizes.map(String.init))
        #expect(curve.splitCount == 4)
        try expect(curve, train: golden.train, test: golden.test)
    }

    /// A size has the first rows of the shuffled training rows, so that larger sizes contain smaller ones.
    @Test func shuffledRows() throws {
        let data = try diabetes()
        let splitter = TrainingSizeSplits(base: KFold(5), sizes: [10, 40], seed: 7)
        let splits = try splitter.splits(of: data.target)
        let base = try KFold(5).splits(of: data.target)
        #expect(splits.count == 10)
        for (number, split) in base.enumerated() {
            let (small, large) = (splits[number], splits[5 + number])
            #expect(small.train.count == 10 && large.train.count == 40)
            #expect(Set(small.train).isSubset(of: large.train) && Set(large.train).isSubset(of: split.train))
            #expect(small.train != Array(split.train.prefix(10)))
            #expect(small.test == split.test && large.test == split.test)
        }
        #expect(splits[0].train != splits[4].train)
    }

    /// Shuffled rows of each size have about the same share of every class, although the data are sorted by class.
    @Test func shuffledClasses() throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let labels = try #require(data.target.labels)
        let splits = try TrainingSizeSplits(base: StratifiedKFold(5), sizes: [3, 20, 100], seed: 1)
            .splits(of: data.target)
        for split in splits {
            let counts = Dictionary(grouping: split.train) { labels.codes[$0] }.values.map(\.count)
            #expect(counts.count == 3 && (counts.max() ?? 9) - (counts.min() ?? 0) <= 1)
        }
    }

    @Test(arguments: [[.share(1.5)], [.share(0)], [.rows(0)], [.rows(355)], []] as [[SplitSize]])
    func invalidSizes(sizes: [SplitSize]) async throws {
        await #expect(throws: ModelSelectionError.self) {
            try await learningCurve(pipeline, diabetes(), sizes: sizes, on: SerialScheduler())
        }
    }

    /// The smallest sizes have one class, because the rows are sorted by it.
    @Test func failedPoints() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let curve = try await learningCurve(
            Pipeline(StandardScaler(), SVC()), data, sizes: [20, 120], on: ThreadedScheduler())
        #expect(curve.points[0].scores["accuracy"]?.mean.isNaN == true)
        #expect(curve.points[0].error != nil)
        #expect(curve.points[1].error == nil)
        #expect((curve.points[1].scores["accuracy"]?.mean ?? 0) > 0.9)
        await #expect(throws: SearchError.self) {
            try await learningCurve(Pipeline(SVC()), data, sizes: [20], on: ThreadedScheduler())
        }
    }

    @Test func values() async throws {
        let golden = try EvaluationGolden.read().curves.validation
        let curve = try await validationCurve(
            pipeline, diabetes(), over: ParameterGrid().varying(\Ridge.alpha, over: golden.values),
            on: ThreadedScheduler())
        #expect(curve.name == "ridge.alpha")
        #expect(curve.points.map(\.value) == golden.values.map { .double($0) })
        try expect(curve, train: golden.train, test: golden.test)
    }

    @Test func oneParameter() async throws {
        let two = ParameterGrid().varying(\Ridge.alpha, over: [1, 2]).varying(\PCA.nComponents, over: [3])
        let error = await #expect(throws: SearchError.self) {
            try await validationCurve(pipeline, diabetes(), over: two, on: SerialScheduler())
        }
        #expect(error == .notOneParameter(found: ["pca.n_components", "ridge.alpha"]))
        await #expect(throws: SearchError.notOneParameter(found: [])) {
            try await validationCurve(pipeline, diabetes(), over: ParameterGrid(), on: SerialScheduler())
        }
    }

    @Test func table() async throws {
        let curve = try await learningCurve(
            pipeline, diabetes(), sizes: [50, 100], folds: KFold(2), on: ThreadedScheduler())
        let table = try curve.table
        #expect(
            table.columnNames == [
                "training_rows", "mean_train_r2", "std_train_r2", "split0_train_r2", "split1_train_r2",
                "mean_r2",
                "std_r2", "split0_r2", "split1_r2", "error",
            ])
        #expect(table["training_rows"]?[1] == "100")
        #expect(try curve.json.contains("\"name\" : \"training_rows\""))
    }

    // MARK: - Permutation tests

    @Test func permutations() async throws {
        let golden = try EvaluationGolden.read().permutation
        let data = try diabetes().rows(at: Array(0..<100))
        let found = try await SearchOptions(folds: KFold(5), refit: .none).permutationTest(
            Pipeline(StandardScaler(), Ridge(alpha: 100)), data, golden.permutations, groups: nil,
            on: ThreadedScheduler(), onEvent: nil)
        #expect(abs(found.score - golden.score) < 1e-9)
        #expect(found.permutedScores.count == golden.scores.count)
        #expect(zip(found.permutedScores, golden.scores).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(found.p == golden.p)
    }

    @Test func seededPermutations() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        func test(_ seed: UInt64, _ scheduler: any Scheduler, groups: Labels? = nil) async throws
            -> PermutationTest
        {
            try await permutationTest(
                Pipeline(StandardScaler(), LogisticRegression()), iris, permutations: 9, seed: seed,
                groups: groups,
                on: scheduler)
        }
        let found = try await test(1, SerialScheduler())
        #expect(found.score > 0.9 && found.p == 0.1)
        #expect(found.permutedScores.allSatisfy { $0 < 0.6 })
        #expect(try await test(1, ThreadedScheduler()).permutedScores == found.permutedScores)
        #expect(try await test(2, ThreadedScheduler()).permutedScores != found.permutedScores)
        // Within groups of one class, permutations change nothing.
        let fixed = try await test(1, ThreadedScheduler(), groups: iris.target.labels)
        #expect(fixed.permutedScores.allSatisfy { $0 == fixed.score } && fixed.p == 1)
    }
}
