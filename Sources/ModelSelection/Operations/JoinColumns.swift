import Learning
import LinearAlgebra
import TaskGraph

/// Puts the outputs of the branches of columns side by side.
struct JoinColumns: ModelDependentOperation {
    struct Inputs: TaskInputList {
        let blocks: [TaskInput<Features>]

        static let order = TaskInputOrder(Inputs.init) { $0.blocks }
    }

    /// Whether the output of an encoder stays encoded; otherwise, the result is a matrix.
    let keepsCodes: Bool

    let name = "join-columns"
    let version = 2

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(keepsCodes) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        let blocks = try inputs.blocks
        guard let joined = Features(sideBySide: blocks, rows: blocks.first?.rows ?? 0) else {
            throw LearningError.invalidPipeline("a branch of columns does not return numbers")
        }
        return (keepsCodes ? joined : joined.expanded).rowCollection
    }
}

extension JoinColumns {
    /// Estimates a copy of the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.blocks.first?.rows ?? 0, inputs.blocks.reduce(0) { $0 + $1.columns })
        let bytes = keepsCodes ? inputs.blocks.reduce(0) { $0 + $1.bytes } : 8 * rows * columns
        return TaskEstimate(
            seconds: 1e-6 + 1.2e-10 * Double(bytes), bytes: bytes, rows: rows, columns: columns)
    }
}

/// Expands encoded rows to a matrix.
struct ExpandCodes: ModelDependentOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Features>

        static let order = TaskInputOrder(Inputs.init) { $0.x }
    }

    let name = "expand-codes"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        guard let matrix = try inputs.x.matrix else {
            throw inputs.error(at: \.x, expected: "\(Matrix.self)")
        }
        return matrix
    }

    /// Estimates a copy of the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        return .table(rows, columns, 1e-6 + 1e-9 * Double(rows) * Double(columns))
    }
}
