import Learning
import LinearAlgebra
import TaskGraph

/// A chunk of rows with their targets.
struct ChunkInputs: TaskInputList {
    let x: TaskInput<Features>
    let y: TaskInput<Matrix>

    static let order = TaskInputOrder(ChunkInputs.init) { ($0.x, $0.y) }
}

/// Chooses a row and a target to measure from.
struct OriginOfChunk: TypedOperation {
    typealias Inputs = ChunkInputs
    let name = "origin-of-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Origin {
        let (x, y) = (try inputs.x.numbers(of: "summary"), try inputs.y)
        // Among rows and targets that are finite; others fail the summaries, which name them.
        guard x.firstNonFinite == nil, y.firstNonFinite == nil else {
            return Origin(row: [Double](repeating: 0, count: x.columns))
        }
        return Origin(amid: x, .values(y.values))
    }
}

/// Summarises a chunk of rows: of numbers about an origin, or of columns of any kind.
struct SummarizeChunk: TypedOperation {
    struct Inputs: TaskInputList {
        let chunk: ChunkInputs
        let origin: TaskInput<Origin>?

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
        let (x, type) = (try inputs.chunk.x, type)
        if let type = type as? any ColumnSummary.Type {
            try check(x, acceptsMissing: true)
            return type.init(of: x.table)
        }
        let target = try inputs.chunk.y.target(names: names, row: row)
        let summary = try type.sum(
            of: x, target, about: inputs.origin ?? Origin(row: [Double](repeating: 0, count: x.columns)),
            detail: detail, step: step)
        // Finite sums are of finite rows, which need not be read again.
        if (summary as? Moments)?.hasFiniteSums != true { try check(x, acceptsMissing: false) }
        return summary
    }

    private func check(_ x: Features, acceptsMissing: Bool) throws {
        guard let (line, column, value) = x.firstInvalid(acceptsMissing: acceptsMissing) else { return }
        throw LearningError.notFinite(step: step, row: row + line, column: column, value: value)
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

extension Features {
    /// The numbers of all columns.
    ///
    /// - Throws: `LearningError.kindNotAccepted` for a column of another kind.
    fileprivate func numbers(of step: String) throws -> Matrix {
        guard let matrix else { throw LearningError.unsupported(kinds, in: step) }
        return matrix
    }
}

extension LearningError {
    fileprivate static func unsupported(_ kinds: [ColumnKind], in step: String) -> LearningError {
        let column = kinds.firstIndex { $0 != .number } ?? 0
        return .unsupportedColumn(step: step, column: column, kind: kinds[column])
    }
}

extension MergeableSummary {
    /// Returns the summary of rows of numbers.
    ///
    /// Encoded rows are written as a matrix some rows at a time.
    fileprivate static func sum(
        of x: Features, _ target: Target, about origin: Origin, detail: SummaryDetail, step: String
    ) throws -> Self {
        guard case .encoded(let encoded) = x else {
            return Self(of: try x.numbers(of: step), target, about: origin, detail: detail)
        }
        // The order of additions depends on the shape only.
        let height = max(64, (1 << 18) / max(1, encoded.columns))
        func summary(_ start: Int) -> Self {
            let rows = start..<min(start + height, encoded.rows)
            return Self(
                of: encoded.rows(rows).matrix, target.rows(at: Array(rows)), about: origin, detail: detail)
        }
        var total = summary(0)
        for start in stride(from: height, to: encoded.rows, by: height) { total.add(summary(start)) }
        return total
    }
}
