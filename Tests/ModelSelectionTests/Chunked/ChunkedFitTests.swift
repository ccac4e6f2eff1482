import ChunkedData
import ChunkedMatrices
import Learning
import LinearAlgebra
import LocalScheduling
import ModelSelection
import TaskGraph
import Testing

/// Fits to chunks are those to rows in memory.
@Suite struct ChunkedFitTests {
    /// Rows of a regression, and of three classes, without pattern and the same everywhere.
    private static let rows = 700
    private static let x = Matrix(
        rows: rows, columns: 6,
        values: (0..<rows * 6).map { index in
            let (row, column) = (Double(index / 6), Double(index % 6))
            return 100 * column + (column + 1) * (1.7 * row * (column + 1) + 0.3).wave
        })
    private static let values = (0..<rows).map { row in
        3 * x[row, 0] - x[row, 1] + 0.5 * x[row, 4] + (0.9 * Double(row)).wave
    }
    private static let names = ["a", "b", "c"]
    private static let codes = (0..<rows).map { row -> Int32 in
        let score = x[row, 1] - 100 + 2 * x[row, 0] + 1.5 * (2.3 * Double(row)).wave
        return score < -0.8 ? 0 : score < 0.8 ? 1 : 2
    }

    private static func chunked(_ matrix: Matrix, _ height: Int) -> ChunkedMatrix {
        ChunkedMatrix(matrix, chunks: .size(rows: height, columns: 4))
    }

    private static func column(_ values: [Double]) -> Matrix {
        Matrix(rows: values.count, columns: 1, values: values)
    }

    private static let targets = ChunkedMatrix(column(values), chunks: .size(rows: 50, columns: 1))
    private static let classes = ChunkedMatrix(
        column(codes.map(Double.init)), chunks: .size(rows: 50, columns: 1))

    private static func data(_ target: Target) throws -> Dataset { try Dataset(features: x, target: target) }

    private func agree(_ ours: [Double], _ theirs: [Double], tolerance: Double) -> Bool {
        let scale = theirs.reduce(1) { max($0, abs($1)) }
        return ours.count == theirs.count
            && zip(ours, theirs).allSatisfy { abs($0 - $1) <= tolerance * scale }
    }

    private static let regressions = [
        Pipeline(Ridge(alpha: 0.5)), Pipeline(StandardScaler(), Ridge()), Pipeline(MinMaxScaler(), Ridge()),
        Pipeline(StandardScaler(), PCA(nComponents: 4), Ridge(alpha: 2)),
    ]

    /// Sums in another order differ by rounding: 1e-10 leaves room for condition numbers of a thousand.
    @Test(arguments: regressions.indices, [700, 97, 13])
    func regressionsAreThoseOfRowsInMemory(_ index: Int, _ height: Int) async throws {
        let pipeline = Self.regressions[index]
        let expected = try pipeline.fit(Self.data(.values(Self.values))).predict(Self.x).values
        let x = Self.chunked(Self.x, height)
        let model = try await pipeline.fit(x, to: .values(Self.targets), on: ThreadedScheduler(workers: 2))
        let ours = try model.predict(Self.x).values
        #expect(agree(try #require(ours), try #require(expected), tolerance: 1e-10))
        let chunked = try await model.predict(x).compute(on: SerialScheduler())
        #expect(agree(chunked.values, try #require(ours), tolerance: 1e-14))
        #expect(model.featureNames == ["x0", "x1", "x2", "x3", "x4", "x5"])
    }

    @Test(arguments: [
        LogisticRegression(), LogisticRegression(c: 0.1, classWeight: .balanced),
        LogisticRegression(fitIntercept: false),
    ])
    func classificationsAreThoseOfRowsInMemory(_ estimator: LogisticRegression) async throws {
        let pipeline = Pipeline(StandardScaler(), estimator)
        let labels = Labels(classes: Self.names, codes: Self.codes)
        let expected = try pipeline.fit(Self.data(.labels(labels)))
        let x = Self.chunked(Self.x, 97)
        let model = try await pipeline.fit(
            x, to: .classes(Self.classes, names: Self.names), on: ThreadedScheduler(workers: 2))
        #expect(model.classes == Self.names)
        // The same steps, but other rounding, which the tolerance of 1e-4 bounds; here, the steps are equal to 1e-9.
        let (ours, theirs) = (
            try await model.predictProbabilities(x).compute(on: SerialScheduler()).values,
            try #require(try expected.predict(Self.x, kinds: .probabilities).probabilities).values
        )
        #expect(agree(ours, theirs, tolerance: 1e-9))
        #expect(try model.predict(Self.x) == expected.predict(Self.x))
        let (fit, fitInMemory) = (
            model["logistic-regression", as: LogisticRegression.self],
            expected["logistic-regression", as: LogisticRegression.self]
        )
        #expect(try #require(fit).iterations == #require(fitInMemory).iterations)
        // The share of correct predictions, in chunks and without any row in memory.
        let accuracy = try await (model.predict(x) .== Self.classes).mean().compute(on: SerialScheduler())
        #expect(accuracy[0, 0] > 0.6)
    }

    @Test func bitsDoNotDependOnTheScheduler() async throws {
        let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 3), LogisticRegression())
        let x = Self.chunked(Self.x, 41)
        let target = ChunkedTarget.classes(Self.classes, names: Self.names)
        let serial = try await pipeline.fit(x, to: target, on: SerialScheduler())
        let threaded = try await pipeline.fit(x, to: target, on: ThreadedScheduler(workers: 3))
        let models = [serial, threaded].map { $0["logistic-regression", as: LogisticRegression.self] }
        #expect(try #require(models[0]) == #require(models[1]))
    }

    @Test func whatDoesNotFitIsRefused() async throws {
        let x = Self.chunked(Self.x, 97)
        func fit(_ pipeline: Pipeline, _ target: ChunkedTarget) async throws {
            _ = try await pipeline.fit(x, to: target, on: SerialScheduler())
        }
        let classes = ChunkedTarget.classes(Self.classes, names: Self.names)
        var error = await #expect(throws: ChunkedFitError.self) {
            try await fit(Pipeline(StandardScaler(), SVC()), classes)
        }
        #expect(
            "\(try #require(error))".hasPrefix(
                "svc cannot be fitted to chunks, because it reads all rows at once; "))
        #expect("\(try #require(error))".contains("logistic-regression"))
        error = await #expect(throws: ChunkedFitError.self) {
            try await fit(Pipeline(RobustScaler(), Ridge()), .values(Self.targets))
        }
        #expect(!"\(try #require(error))".contains("logistic-regression"))
        await #expect(throws: LearningError.wrongTarget(step: "ridge", expected: .regression)) {
            try await fit(Pipeline(Ridge()), classes)
        }
        await #expect(throws: ChunkedFitError.targetShape(rows: 50, columns: 1, expectedRows: 700)) {
            try await fit(Pipeline(Ridge()), .values(Self.targets.rows(0..<50)))
        }
        let two = ChunkedTarget.classes(Self.classes, names: ["a", "b"])
        error = await #expect(throws: ChunkedFitError.self) {
            try await fit(Pipeline(LogisticRegression()), two)
        }
        #expect("\(try #require(error))".contains("is 2.0, which is not the index of one of 2 classes"))
        let ones = ChunkedTarget.classes(Self.classes * 0, names: ["a", "b"])
        await #expect(throws: LearningError.oneClass(step: "logistic-regression", name: "a")) {
            try await fit(Pipeline(LogisticRegression()), ones)
        }
    }

    @Test func numbersThatAreNotFiniteAreNamed() async throws {
        var matrix = Self.x
        matrix[431, 2] = .nan
        let x = Self.chunked(matrix, 97)
        for pipeline in [Pipeline(StandardScaler(), Ridge()), Pipeline(Ridge())] {
            let failure = await #expect(throws: TaskFailure.self) {
                try await pipeline.fit(x, to: .values(Self.targets), on: SerialScheduler())
            }
            #expect("\(try #require(failure))".contains("row 431"))
        }
        let failure = await #expect(throws: TaskFailure.self) {
            try await Pipeline(LogisticRegression()).fit(
                x, to: .classes(Self.classes, names: Self.names), on: SerialScheduler())
        }
        #expect("\(try #require(failure))".contains("row 431"))
    }

    /// Two equal columns: without a penalty, only rows tell what rounding makes of them.
    @Test func dependentColumnsAreRefused() async throws {
        let x = Self.chunked(Self.x, 97)
        let twice = ChunkedMatrix.joined([x, x.columns(0..<1)])
        await #expect(throws: ChunkedFitError.summaryNotAccurate(step: "ridge")) {
            _ = try await Pipeline(Ridge(alpha: 0)).fit(
                twice, to: .values(Self.targets), on: SerialScheduler())
        }
    }

    /// Rows of a matrix that exists nowhere, within a limit.
    @Test func rowsAreNeverInMemory() async throws {
        let x = ChunkedMatrix.random(
            .normal, rows: 20_000, columns: 20, seed: 1, chunks: .size(rows: 500, columns: 20))
        let y = x.columns(0..<1) * 2 + x.columns(3..<4) - 5
        let model = try await Pipeline(StandardScaler(), Ridge(alpha: 1e-6)).fit(
            x, to: .values(y), on: ThreadedScheduler(workers: 2), memoryLimit: 1 << 20)
        let error = try await (model.predict(x) - y).map(.absolute).maximum().compute(on: SerialScheduler())
        #expect(error[0, 0] < 1e-6)
    }
}

extension Double {
    /// A sine by its series, which is the same on all systems.
    fileprivate var wave: Double {
        let turns = self / 6.283185307179586
        let angle = (turns - turns.rounded()) * 6.283185307179586
        var (term, sum) = (angle, angle)
        for n in 1..<12 {
            term *= -angle * angle / Double(2 * n * (2 * n + 1))
            sum += term
        }
        return sum
    }
}
