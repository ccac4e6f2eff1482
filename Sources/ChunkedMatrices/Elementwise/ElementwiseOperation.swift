import LinearAlgebra
import TaskGraph

/// Computes a block by a program from blocks at the same place.
struct ElementwiseOperation: TypedOperation {
    let program: ElementProgram
    let name = "compute-elements"

    func encodeParameters(into encoder: inout CanonicalEncoder) { program.encode(into: &encoder) }

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        try TileEvaluator.with(program, inputs.blocks) { $0.matrix }
    }

    /// Estimates a pass over the elements for each step.
    func estimate(for inputs: TaskInputEstimates<Blocks>) -> TaskEstimate {
        let (rows, columns) = program.shape(of: inputs.blocks)
        return .block(rows, columns, perElement: 5e-10 * Double(program.steps.count))
    }
}

extension ElementProgram {
    /// Returns the numbers of rows and columns of the result, by the estimates of the inputs.
    func shape(of inputs: [TaskEstimate]) -> (rows: Int, columns: Int) {
        let shapes = zip(inputs, isTransposed).map { $1 ? ($0.columns, $0.rows) : ($0.rows, $0.columns) }
        return (shapes.map(\.0).max() ?? 0, shapes.map(\.1).max() ?? 0)
    }
}

extension TaskEstimate {
    /// Estimates a task that returns a block.
    static func block(_ rows: Int, _ columns: Int, perElement seconds: Double) -> TaskEstimate {
        let elements = rows * columns
        return TaskEstimate(
            seconds: 1e-6 + seconds * Double(elements), bytes: 64 + 8 * elements, rows: rows, columns: columns
        )
    }
}
