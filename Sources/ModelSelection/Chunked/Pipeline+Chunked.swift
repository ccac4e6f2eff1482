import ChunkedData
import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Pipeline {
    /// Fits the pipeline to a chunked matrix, which may be larger than memory.
    ///
    /// The steps must be fitted to summaries of rows that add up, such as `standard-scaler`, `pca` and `ridge`, of which any
    /// number need one pass over the rows; or, as the last step, `logistic-regression`, whose L-BFGS passes over the rows
    /// once for each evaluation. The models equal those of rows in memory: summaries to rounding, and the regression within
    /// its tolerance.
    ///
    /// ```swift
    /// let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 10), Ridge())
    /// let model = try await pipeline.fit(x, to: .values(y), on: ThreadedScheduler())
    /// ```
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: The target of each row.
    ///   - scheduler: The scheduler.
    ///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`.
    ///   - featureNames: The names of the columns; `x0`, `x1` and so on by default.
    ///   - targetName: The name of the target.
    /// - Throws: ``ChunkedFitError`` for a step that needs all rows; `LearningError` for a target of the wrong kind; `TaskFailure` with a `LearningError` for a number that is
    ///   not finite, naming its row and column; errors of the fits; `CancellationError`.
    public func fit(
        _ x: ChunkedMatrix, to target: ChunkedTarget, on scheduler: some Scheduler, memoryLimit: Int? = nil,
        featureNames: [String]? = nil, targetName: String = "target"
    ) async throws -> FittedPipeline {
        let session = try await scheduler.open(memoryLimit: memoryLimit)
        do {
            let model = try await fit(
                x, to: target, in: session, featureNames: featureNames, targetName: targetName)
            await session.close()
            return model
        } catch {
            await session.close()
            throw error
        }
    }

    /// Fits the pipeline to a chunked matrix in a session, which may hold it (see `ChunkedMatrix.persist(in:)`).
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: The target of each row.
    ///   - session: The session.
    ///   - featureNames: The names of the columns; `x0`, `x1` and so on by default.
    ///   - targetName: The name of the target.
    /// - Throws: The errors of ``fit(_:to:on:memoryLimit:featureNames:targetName:)``.
    public func fit(
        _ x: ChunkedMatrix, to target: ChunkedTarget, in session: any Session, featureNames: [String]? = nil,
        targetName: String = "target"
    ) async throws -> FittedPipeline {
        if let featureNames, featureNames.count != x.columns {
            throw LearningError.featureNameCount(names: featureNames.count, columns: x.columns)
        }
        try validate()
        try ChunkedChecks.check(self)
        try ChunkedChecks.check(self, predicts: target.problem)
        let data = try await ChunkedRows(x, target, in: session)
        var fits = ChunkedFits(data, in: session)
        try await fits.summarise([self])
        let fitted = try await fits.fit([ChunkedFit(pipeline: self, rows: .all)])
        switch fitted[0] {
        case .success(let models):
            return FittedPipeline(
                self, fitted: models, classes: target.names,
                featureNames: featureNames ?? (0..<x.columns).map { "x\($0)" }, targetName: targetName)
        case .failure(let failure):
            // An error in the rows names the task that reads them; an error of a fit needs no task.
            guard failure.operation.hasPrefix("fit-"), let error = failure.error else { throw failure }
            throw error
        }
    }
}

extension FittedPipeline {
    /// Creates a pipeline from steps that were fitted to chunks.
    init(
        _ pipeline: Pipeline, fitted: [ChunkedModel], classes: [String], featureNames: [String],
        targetName: String
    ) {
        self.init(
            steps: zip(pipeline.steps, fitted).map { Step($0, model: $1.model) }, columns: nil, layout: nil,
            classes: classes, featureNames: featureNames,
            featureKinds: featureNames.map { _ in .number }, targetName: targetName)
    }

    /// Returns the prediction for each row of a chunked matrix, in one column: a number, or the index of a class in
    /// `classes`.
    ///
    /// - Throws: `LearningError.columnCounts`. A number that is not finite fails its task.
    public func predict(_ x: ChunkedMatrix) throws -> ChunkedMatrix {
        try map(x, columns: 1, .predict)
    }

    /// Returns the probability of each class, in the order of `classes`, for each row of a chunked matrix.
    ///
    /// - Throws: `LearningError` if the last step predicts none, or for another number of columns.
    public func predictProbabilities(_ x: ChunkedMatrix) throws -> ChunkedMatrix {
        // The error for a step without probabilities is that of the prediction.
        _ = try predict(Matrix(rows: 1, columns: featureNames.count), kinds: .probabilities)
        return try map(x, columns: classes.count, .probabilities)
    }

    /// Returns the rows of a chunked matrix, transformed by all transformers.
    ///
    /// - Throws: `LearningError.columnCounts`. A number that is not finite fails its task.
    public func transform(_ x: ChunkedMatrix) throws -> ChunkedMatrix {
        let columns = try transform(Matrix(rows: 1, columns: featureNames.count)).columns
        return try map(x, columns: columns, .transform)
    }

    private func map(
        _ x: ChunkedMatrix, columns: Int, _ kind: ApplyToChunk.Kind
    ) throws -> ChunkedMatrix {
        guard x.columns == featureNames.count else {
            throw LearningError.columnCounts(expected: featureNames.count, found: x.columns)
        }
        let source = try FittedPipelineSource(self)
        return x.mappingChunks(columns: columns) { block, _, graph in
            let model = graph.insert(source)
            return graph.insert(ApplyToChunk(kind: kind), .init(model: model, x: block))
        }
    }
}

/// A fitted pipeline.
struct FittedPipelineSource: DataSource, TypedOperation {
    typealias Inputs = NoInputs
    let pipeline: FittedPipeline
    let name = "fitted-pipeline"
    private let key: TaskKey

    init(_ pipeline: FittedPipeline) throws {
        self.pipeline = pipeline
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        key = try encoder.encode(pipeline).withUnsafeBytes { TaskKey(hashing: $0) }
    }

    var value: any Sendable { pipeline }

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(key) }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> FittedPipeline { pipeline }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { pipeline }
}

/// Applies a fitted pipeline to a chunk of rows.
struct ApplyToChunk: TypedOperation {
    enum Kind: String {
        case predict, probabilities, transform
    }

    struct Inputs: TaskInputList {
        let model: TaskInput<FittedPipeline>
        let x: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.model, $0.x) }
    }

    let kind: Kind
    let name = "apply-to-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(kind.rawValue) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let (model, x) = (try inputs.model, try inputs.x)
        switch kind {
        case .transform: return try model.transform(x)
        case .probabilities:
            guard let probabilities = try model.predict(x, kinds: .probabilities).probabilities else {
                throw LearningError.invalidPipeline("it predicts no probabilities")
            }
            return probabilities
        case .predict:
            let values =
                switch try model.predict(x) {
                case .values(let values): values
                case .labels(let labels): labels.codes.map(Double.init)
                }
            return Matrix(rows: values.count, columns: 1, values: values)
        }
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = kind == .transform ? inputs.x.columns : 1
        return .table(inputs.x.rows, columns, 1e-5 + 2e-9 * Double(inputs.x.rows * inputs.x.columns))
    }
}
