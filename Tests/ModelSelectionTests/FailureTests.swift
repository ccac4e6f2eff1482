import Testing
import Trellis

/// The reports of failed candidates: the split, the step, and the scores that are kept.
@Suite struct FailureTests {
    private static let schedulers: [any Scheduler] = [SerialScheduler(), ThreadedScheduler(workers: 2)]

    /// The first four of twelve rows are the only ones of their class: the first of three folds has one class to train on.
    private static var lopsided: Dataset {
        get throws {
            try Dataset(
                features: Matrix(rows: 12, columns: 1, values: (0..<12).map(Double.init)),
                target: .labels(Labels((0..<12).map { $0 < 4 ? "low" : "high" })))
        }
    }

    @Test(arguments: schedulers.indices, [true, false])
    func theOtherSplitsKeepTheirScores(scheduler: Int, sharing: Bool) async throws {
        let search = GridSearch(Pipeline(StandardScaler(), SVC()), folds: KFold(3), sharing: sharing)
        let scored = try await search.score(search.plan(Self.lopsided), on: Self.schedulers[scheduler])
        let candidate = scored.candidates[0]
        let splits = candidate.scores["accuracy"]?.splits ?? []
        #expect(splits.map(\.isNaN) == [true, false, false])
        #expect(candidate.score.isNaN)
        #expect(candidate.failures.map(\.split) == [0])
        #expect(
            candidate.error
                == "split 0: svc needs training rows of at least two classes, but all rows are 'high'")
        #expect(throws: SearchError.self) { try scored.best }
    }

    @Test func splitsThatFailAreNamedUnlessAllDo() async throws {
        let data = try Self.lopsided
        let half = GridSearch(Pipeline(SVC()), folds: RepeatedKFold(3, repeats: 2, seed: 1))
        let failed = try await half.score(half.plan(data), on: SerialScheduler()).candidates[0].failures
        #expect(failed.count < 6)
        let all = GridSearch(Pipeline(PCA(), PCA(nComponents: 7), SVC()), folds: KFold(3))
        let error = try await all.score(all.plan(data), on: SerialScheduler()).candidates[0].error
        #expect(error?.hasPrefix("pca: n_components is 7") == true)
    }

    /// None of several nested values can be fitted: each candidate is told of its own, with what follows on any kind of step.
    @Test(arguments: [SVC() as any Estimator, SVC(kernel: .linear), LogisticRegression()], [true, false])
    func eachOfNestedValuesIsToldOfItself(last: any Estimator, scaled: Bool) async throws {
        let first: any Estimator = scaled ? StandardScaler() : Passthrough()
        let search = GridSearch(
            Pipeline(first, PCA(), PCA(), last),
            grid: ParameterGrid().varying("pca-2.n_components", over: [.int(50), .int(60)]),
            folds: KFold(3), trainScores: true)
        let data = try Fixtures.dataSet("iris", target: "species")
        for scheduler in Self.schedulers {
            let scored = try await search.score(search.plan(data), on: scheduler)
            #expect(
                scored.candidates.map(\.error)
                    == [50, 60].map {
                        "pca: n_components is \($0), but 100 rows × 4 columns have at most 4 components"
                    })
            #expect(
                scored.candidates.allSatisfy {
                    $0.failures.allSatisfy { $0.failure.operation == "restrict-pca" }
                })
        }
    }

    /// The last row's is far too large; its fold's test rows overflow, and in the other folds the training rows do.
    private static func overflowing(_ rows: Int = 12) throws -> Dataset {
        var features = Matrix(
            rows: rows, columns: 2, values: (0..<2 * rows).map { 1 + Double(($0 * 37) % 11) / 100 })
        features[rows - 1, 1] = -1.7e308
        return try Dataset(
            features: features, target: .labels(Labels((0..<rows).map { $0 % 2 == 0 ? "a" : "b" })))
    }

    @Test(arguments: [StandardScaler() as any Estimator, MinMaxScaler(), PCA(whiten: true)], [true, false])
    func aTransformThatOverflowsIsNamed(step: any Estimator, sharing: Bool) async throws {
        let search = GridSearch(Pipeline(step, SVC(kernel: .linear)), folds: KFold(3), sharing: sharing)
        let scored = try await search.score(search.plan(Self.overflowing()), on: SerialScheduler())
        let failures = scored.candidates[0].failures
        let kind = type(of: step).kind
        #expect(failures.last?.split == 2)
        #expect(
            failures.last?.message
                == "\(kind): the result for row 3 of 4 (counted from 0) is not a finite number: the values of the row are too large"
        )
        #expect(failures.allSatisfy { $0.message.hasPrefix("\(kind): ") })
    }

    /// Of several models that predict by one product, only the one that overflows fails.
    @Test(arguments: [true, false])
    func aModelThatOverflowsFailsByItself(sharing: Bool) async throws {
        // The slope is 1e5 but where the penalty holds it down; the last fold's rows are too large times the slope.
        let rows = 12
        let x = (0..<rows).map { $0 < 8 ? Double($0) : 1e304 }
        let data = try Dataset(
            features: Matrix(rows: rows, columns: 1, values: x),
            target: .values((0..<rows).map { 1e5 * Double($0) }))
        let search = GridSearch(
            Pipeline(Ridge()), grid: ParameterGrid().varying(\Ridge.alpha, over: [1, 1e12]),
            folds: PredefinedSplit((0..<rows).map { $0 < 8 ? -1 : 0 }), scoring: [.negMaxError],
            sharing: sharing)
        let scored = try await search.score(search.plan(data), on: SerialScheduler())
        let errors = scored.candidates.map(\.error)
        #expect(
            errors[0]
                == "ridge: the result for row 0 of 4 (counted from 0) is not a finite number: the values of the row are too large"
        )
        #expect(errors[1] == nil)
    }

    /// A step of one's own with a kernel is named, not the one that the kernel was made for.
    @Test(arguments: [true, false], [true, false])
    func aKernelThatOverflowsNamesTheStep(sharing: Bool, isFixed: Bool) async throws {
        let x = Matrix(rows: 12, columns: 1, values: (0..<12).map { 1e30 * Double($0 + 1) })
        let data = try Dataset(features: x, target: .values((0..<12).map(Double.init)))
        let search = GridSearch(
            Pipeline(MeanOfKernel(isFixed: isFixed)), folds: KFold(3), sharing: sharing)
        let scored = try await search.score(search.plan(data), on: SerialScheduler())
        #expect(
            scored.candidates[0].error
                == "mean-of-kernel: a kernel value is too large (the maximum is 3.4e38); "
                + "scale the features")
    }
}

/// Tells the mean of a row's kernel with the training rows.
private struct MeanOfKernel: Regressor, KernelEstimator {
    var isFixed = true

    static let kind = "mean-of-kernel"
    static let summary = "The mean of the kernel."
    static let parameters: [Parameter<MeanOfKernel>] = [
        Parameter("is_fixed", \.isFixed, "whether the kernel is known before the rows", .any)
    ]

    private let linear = KernelFunction(kernel: .linear, gamma: 1)
    var fixedKernel: KernelFunction? { isFixed ? linear : nil }
    func kernel(for x: Matrix) -> KernelFunction { linear }

    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> Model {
        let gram = try GramMatrix(linear, train: x, others: Matrix(rows: 0, columns: x.columns))
        return Model(featureCount: x.columns, mean: gram[0, 0])
    }

    func fit(_ gram: GramMatrix, _ target: Target, in context: FitContext) -> Dual { Dual() }

    struct Model: FittedRegressor {
        let featureCount: Int
        let mean: Double
        func validate() {}
        func predict(_ x: Matrix) -> [Double] { [Double](repeating: mean, count: x.rows) }
    }

    struct Dual: FittedGramModel {
        func validate() {}
        func predict(_ gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds) -> Predictions {
            var predictions = Predictions()
            predictions.values = rows.map { gram[$0, 0] }
            return predictions
        }
    }
}
