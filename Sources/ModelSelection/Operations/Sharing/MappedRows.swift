import Learning
import LinearAlgebra
import TaskGraph

/// Indices of rows, as a value read by tasks.
struct RowSet: Sendable {
    let indices: [Int]
}

/// Returns indices of rows.
struct RowSetSource: TypedOperation {
    typealias Inputs = NoInputs

    let indices: [Int]
    let name = "row-set"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> RowSet {
        RowSet(indices: indices)
    }
}

/// The inputs of an operation that reads rows of the table, mapped by the steps before it.
struct MappedRows: TaskInputList {
    let features: TaskInput<Matrix>
    let rows: TaskInput<RowSet>

    /// The map of the steps before; nil if there are none.
    let map: TaskInput<RowMap>?

    static let order = TaskInputOrder(MappedRows.init) { ($0.features, $0.rows, $0.map) }
}

extension TaskInputValues<MappedRows> {
    /// Returns the rows; throws if one is not finite.
    func matrix() throws -> Matrix {
        let (features, indices) = (try self.features, try self.rows.indices)
        return try self.map?.images(of: features, at: indices) ?? features.rows(at: indices)
    }
}
