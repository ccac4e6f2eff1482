import Testing
import Trellis

/// Out-of-fold predictions against scikit-learn's `cross_val_predict`, and against separate fits.
@Suite struct OutOfFoldTests {
    private let logistic = Pipeline(StandardScaler(), LogisticRegression(maxIter: 10_000, tol: 1e-10))

    private func iris() throws -> Dataset { try Fixtures.dataSet("iris", target: "species") }

    /// The solvers of the reference and of this package stop at a tolerance of 1e-10 or 1e-8.
    private func expectClose(
        _ found: Matrix?, _ expected: [[Double]], within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try #require(found, sourceLocation: sourceLocation)
        #expect(found.rows == expected.count, sourceLocation: sourceLocation)
        for (row, values) in expected.enumerated() {
            #expect(
                zip(found[row: row], values).allSatisfy { abs($0 - $1) <= tolerance }
                    && found.columns == values.count,
                "row \(row): \(found[row: row]), but \(values)", sourceLocation: sourceLocation)
        }
    }

    @Test func classes() async throws {
        let golden = try EvaluationGolden.read().classification
        let found = try await crossValidatePredict(logistic, iris(), on: ThreadedScheduler())
        #expect(found.predicted.texts == golden.labels)
        #expect(found.classes == ["setosa", "versicolor", "virginica"])
        try expectClose(found.probabilities, golden.probabilities, within: 1e-6)
        let svc = Pipeline(StandardScaler(), SVC(c: 10, tol: 1e-8))
        let decided = try await crossValidatePredict(
            svc, iris(), folds: StratifiedKFold(5), on: SerialScheduler())
        #expect(decided.probabilities == nil)
        try expectClose(decided.decisionFunction, golden.decisions, within: 1e-4)
    }

    /// In the first split, one of the classes does not occur among the training rows.
    @Test func missingClasses() async throws {
        let golden = try EvaluationGolden.read().classification
        let found = try await crossValidatePredict(
            logistic, iris(), folds: KFold(3), kinds: .probabilities, on: ThreadedScheduler())
        try expectClose(found.probabilities, golden.missing, within: 1e-6)
        let all = try await crossValidatePredict(logistic, iris(), folds: KFold(3), on: SerialScheduler())
        #expect(all.probabilities == found.probabilities && all.decisionFunction == nil)
        await #expect(throws: SearchError.tooFewClasses(split: 0, found: 2, classes: 3)) {
            try await crossValidatePredict(
                logistic, iris(), folds: KFold(3), kinds: .decisionFunction, on: ThreadedScheduler())
        }
    }

    @Test func twoClasses() async throws {
        let golden = try EvaluationGolden.read().classification
        let data = try iris()
        let two = data.rows(at: (0..<150).filter { data.target.texts[$0] != "setosa" })
        let found = try await crossValidatePredict(logistic, two, on: ThreadedScheduler())
        #expect(found.classes == ["versicolor", "virginica"])
        try expectClose(found.decisionFunction, golden.two.map { [$0] }, within: 1e-5)
    }

    @Test func values() async throws {
        let golden = try EvaluationGolden.read().regression
        let data = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let found = try await crossValidatePredict(
            Pipeline(StandardScaler(), PCA(nComponents: 5), Ridge()), data, on: ThreadedScheduler())
        let values = try #require(found.predicted.values)
        #expect(zip(values, golden.values).allSatisfy { abs($0 - $1) < 1e-9 * abs($1) })
        #expect(found.probabilities == nil && found.decisionFunction == nil && found.classes.isEmpty)
    }

    /// The predictions of separate fits, with and without sharing.
    @Test(arguments: [true, false]) func separateFits(sharing: Bool) async throws {
        let data = try Fixtures.fewDigits()
        let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 12), SVC(c: 3))
        let folds = KFold(4, shuffle: true, seed: 3)
        let found = try await crossValidatePredict(
            pipeline, data, folds: folds, sharing: sharing, on: ThreadedScheduler())
        for (number, split) in try folds.splits(of: data.target).enumerated() {
            let model = try pipeline.fit(data.rows(at: split.train))
            let expected = try model.predict(data.rows(at: split.test).features)
            #expect(found.predicted.rows(at: split.test).texts == expected.texts)
            #expect(split.test.allSatisfy { found.splits[$0] == number })
        }
    }

    @Test func noPartition() async throws {
        let data = try iris()
        await #expect(throws: ModelSelectionError.self) {
            try await crossValidatePredict(
                logistic, data, folds: RepeatedKFold(5, repeats: 2), on: SerialScheduler())
        }
        let error = await #expect(throws: ModelSelectionError.self) {
            try await crossValidatePredict(logistic, data, folds: TimeSeriesSplit(2), on: SerialScheduler())
        }
        #expect("\(try #require(error))".contains("row 0 (counted from 0) is in none"))
    }

    @Test func unpredictedKinds() async throws {
        let error = await #expect(throws: SearchError.self) {
            try await crossValidatePredict(
                Pipeline(SVC()), iris(), kinds: .probabilities, on: SerialScheduler())
        }
        #expect("\(try #require(error))" == "svc does not predict probabilities; set probability=true")
    }

    @Test func failedSplit() async throws {
        // Sorted by class, so that the training rows of a split have one class.
        let data = try iris().rows(at: Array(0..<100))
        let error = await #expect(throws: SearchError.self) {
            try await crossValidatePredict(Pipeline(SVC()), data, folds: KFold(2), on: SerialScheduler())
        }
        #expect("\(try #require(error))".hasPrefix("split 0 (counted from 0) could not be predicted: "))
    }

    @Test func table() async throws {
        let data = try iris()
        let found = try await crossValidatePredict(logistic, data, on: ThreadedScheduler())
        let table = try found.table(of: data)
        #expect(
            table.columnNames == [
                "row", "species", "predicted_species", "split", "probability_setosa",
                "probability_versicolor",
                "probability_virginica", "decision_setosa", "decision_versicolor", "decision_virginica",
            ])
        #expect(table.rowCount == 150)
        #expect(table["split"]?[149] == "4")
    }
}
