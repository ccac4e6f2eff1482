import Learning
import LinearAlgebra
import TaskGraph

/// Computes the logistic losses of a chunk at several points, and their derivatives.
struct LogisticLossOfChunk: TypedOperation {
    typealias Inputs = ChunkInputs

    let problem: LogisticFitToParts.Problem
    let points: [[Double]]
    /// The first row of the chunk, for errors.
    let row: Int
    let name = "logistic-loss-of-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(problem.classes.map { Int($0) })
        encoder.append(problem.weights)
        encoder.append(problem.hasIntercept)
        encoder.beginList(count: points.count)
        for point in points { encoder.append(point) }
        encoder.append(row)
    }

    /// Returns a row for each point, with the loss and then the derivatives.
    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let x = try inputs.x
        if let (line, column, value) = x.firstInvalid(acceptsMissing: false) {
            throw LearningError.notFinite(
                step: LogisticRegression.kind, row: row + line, column: column, value: value)
        }
        let codes = try inputs.y.values.map { Int32($0) }  // counted before, and valid
        let losses = try problem.losses(of: x, codes: codes, at: points)
        return Matrix(
            rows: losses.count, columns: 1 + (losses.first?.gradient.count ?? 0),
            values: losses.flatMap { [$0.value] + $0.gradient })
    }

    /// Estimates two products with the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        let bytes = inputs.x.bytes
        let count = points.reduce(0) { $0 + $1.count + 1 }
        return TaskEstimate(
            seconds: 1e-5 + 1e-9 * Double(rows) * Double(points.count) * (Double(columns) + 10),
            bytes: 8 * count, workBytes: bytes, columns: count)
    }
}
