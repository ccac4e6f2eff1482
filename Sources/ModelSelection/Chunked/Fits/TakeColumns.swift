import Learning
import LinearAlgebra
import TaskGraph

/// Takes the columns of a branch from a chunk of rows.
struct TakeColumns: TypedOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Features>

        static let order = TaskInputOrder(Inputs.init) { $0.x }
    }

    let columns: [Int]
    let name = "take-columns"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(columns) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        try inputs.x.columns(at: columns).rowCollection
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let rows = inputs.x.rows
        return .table(rows, columns.count, 1e-6 + 1e-9 * Double(rows * columns.count))
    }
}
