import Learning
import LinearAlgebra
import TaskGraph

/// Puts the outputs of the branches of columns side by side.
struct JoinColumns: ModelDependentOperation {
    struct Inputs: TaskInputList {
        let blocks: [TaskInput<Matrix>]

        static let order = TaskInputOrder(Inputs.init) { $0.blocks }
    }

    let name = "join-columns"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let blocks = try inputs.blocks
        return Matrix(sideBySide: blocks, rows: blocks.first?.rows ?? 0)
    }
}

extension JoinColumns {
    /// Estimates a copy of the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.blocks.first?.rows ?? 0, inputs.blocks.reduce(0) { $0 + $1.columns })
        return .table(rows, columns, 1e-6 + 1e-9 * Double(rows) * Double(columns))
    }
}
