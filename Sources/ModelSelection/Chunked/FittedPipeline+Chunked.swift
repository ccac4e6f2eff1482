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

extension FittedPipeline {
    /// Returns the prediction for each row of a chunked matrix, in one column: a number, or the index of a class in
    /// `classes`.
    ///
    /// - Throws: `LearningError.columnCounts`. A number that is not finite fails its task.
    public func predict(_ x: ChunkedMatrix) throws -> ChunkedMatrix { try predict(ChunkedFeatures(x)) }

    /// Returns the prediction for each row of features in chunks, in one column: a number, or the index of a class in
    /// `classes`.
    ///
    /// - Throws: `LearningError` for another number or other kinds of columns. A cell that the steps do not accept fails its
    ///   task.
    public func predict(_ x: ChunkedFeatures) throws -> ChunkedMatrix { try map(x, columns: 1, .predict) }

    /// Returns the probability of each class, in the order of `classes`, for each row of a chunked matrix.
    ///
    /// - Throws: `LearningError` if the last step predicts none, or for another number of columns.
    public func predictProbabilities(_ x: ChunkedMatrix) throws -> ChunkedMatrix {
        try predictProbabilities(ChunkedFeatures(x))
    }

    /// Returns the probability of each class, in the order of `classes`, for each row of features in chunks.
    ///
    /// - Throws: `LearningError` if the last step predicts none, or for another number or other kinds of columns.
    public func predictProbabilities(_ x: ChunkedFeatures) throws -> ChunkedMatrix {
        if let estimator = steps.last?.estimator, !estimator.predictionKinds.contains(.probabilities) {
            throw LearningError.predictionUnavailable(
                step: type(of: estimator).kind, kinds: .probabilities,
                advice: estimator.settingAdvice(toPredict: .probabilities))
        }
        return try map(x, columns: classes.count, .probabilities)
    }

    /// Returns the rows of a chunked matrix, transformed by all transformers.
    ///
    /// - Throws: `LearningError.columnCounts`. A number that is not finite fails its task.
    public func transform(_ x: ChunkedMatrix) throws -> ChunkedMatrix { try transform(ChunkedFeatures(x)) }

    /// Returns the rows of features in chunks, transformed by all transformers.
    ///
    /// - Throws: `LearningError` for another number or other kinds of columns. A cell that the steps do not accept fails its
    ///   task.
    public func transform(_ x: ChunkedFeatures) throws -> ChunkedMatrix {
        try map(x, columns: outputCount, .transform)
    }

    /// The number of columns after all transformers.
    private var outputCount: Int {
        func count(after steps: [Step], of columns: Int) -> Int {
            steps.reduce(columns) { ($1.model as? any FittedTransformer)?.outputCount ?? $0 }
        }
        let joined = layout.map { layout in
            layout.branches.reduce(0) { sum, branch in
                sum + count(after: steps.filter { $0.branch == branch.name }, of: branch.columns.count)
            }
        }
        return count(after: steps.filter { $0.branch == nil }, of: joined ?? featureNames.count)
    }

    private func map(
        _ x: ChunkedFeatures, columns: Int, _ kind: ApplyToChunk.Kind
    ) throws -> ChunkedMatrix {
        guard x.columns == featureNames.count else {
            throw LearningError.columnCounts(expected: featureNames.count, found: x.columns)
        }
        for (column, (found, expected)) in zip(x.profile.kinds, featureKinds).enumerated()
        where found != expected {
            throw LearningError.columnKind(column: column, found: found, expected: expected)
        }
        let source = try FittedPipelineSource(self)
        return x.mappingChunks(columns: columns) { x, graph in
            let model = graph.insert(source)
            return graph.insert(ApplyToChunk(kind: kind), .init(model: model, x: x))
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
        let x: TaskInput<Features>

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
