import Learning
import LinearAlgebra
import TaskGraph

/// A chunk of rows with their targets.
struct ChunkInputs: TaskInputList {
    let x: TaskInput<Matrix>
    let y: TaskInput<Matrix>

    static let order = TaskInputOrder(ChunkInputs.init) { ($0.x, $0.y) }
}

/// Chooses a row and a target to measure from.
struct OriginOfChunk: TypedOperation {
    typealias Inputs = ChunkInputs
    let name = "origin-of-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Origin {
        let (x, y) = (try inputs.x, try inputs.y)
        // Among rows and targets that are finite; others fail the summaries, which name them.
        guard x.firstNonFinite == nil, y.firstNonFinite == nil else {
            return Origin(row: [Double](repeating: 0, count: x.columns))
        }
        return Origin(amid: x, .values(y.values))
    }
}

/// Summarises a chunk of rows.
struct SummarizeChunk: TypedOperation {
    struct Inputs: TaskInputList {
        let chunk: ChunkInputs
        let origin: TaskInput<Origin>

        static let order = TaskInputOrder(Inputs.init) { ($0.chunk, $0.origin) }
    }

    let type: any MergeableSummary.Type
    let detail: SummaryDetail
    /// The names of the classes; empty for numbers.
    let names: [String]
    /// The first row of the chunk, for errors.
    let row: Int
    /// The step that reads the rows, for errors.
    let step: String

    var name: String { "summarize-chunk-\(type.kind)" }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(detail.rawValue)
        encoder.beginList(count: names.count)
        for name in names { encoder.append(name) }
        encoder.append(row)
        encoder.append(step)
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        let x = try inputs.chunk.x
        if let (line, column) = x.firstNonFinite {
            throw LearningError.notFinite(step: step, row: row + line, column: column, value: x[line, column])
        }
        return try type.init(
            of: x, inputs.chunk.y.target(names: names, row: row), about: inputs.origin, detail: detail)
    }

    /// Estimates a pass over the rows, and their products.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.chunk.x.shape
        let width = detail == .products ? columns : 1
        return TaskEstimate(
            seconds: 1e-5 + 2e-10 * Double(rows) * Double(columns) * Double(width + 4),
            bytes: 8 * columns * (width + 4), columns: columns)
    }
}

/// Computes the logistic loss of a chunk, and its derivatives.
struct LogisticLossOfChunk: TypedOperation {
    typealias Inputs = ChunkInputs

    let problem: LogisticFitToParts.Problem
    let point: [Double]
    /// The first row of the chunk, for errors.
    let row: Int
    let name = "logistic-loss-of-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(problem.classes.map { Int($0) })
        encoder.append(problem.weights)
        encoder.append(problem.hasIntercept)
        encoder.append(point)
        encoder.append(row)
    }

    /// Returns a row with the loss and then the derivatives.
    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let x = try inputs.x
        if let (line, column) = x.firstNonFinite {
            throw LearningError.notFinite(
                step: LogisticRegression.kind, row: row + line, column: column, value: x[line, column])
        }
        let codes = try inputs.y.values.map { Int32($0) }  // counted before, and valid
        let loss = problem.loss(of: x, codes: codes, at: point)
        return Matrix(rows: 1, columns: 1 + loss.gradient.count, values: [loss.value] + loss.gradient)
    }

    /// Estimates two products with the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        let bytes = 8 * rows * columns
        return TaskEstimate(
            seconds: 1e-5 + 1e-9 * Double(rows) * (Double(columns) + 10), bytes: 8 * point.count,
            workBytes: bytes, columns: point.count + 1)
    }
}
