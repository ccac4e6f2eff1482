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
    /// The rows of the table: a matrix if there is a map.
    let features: TaskInput<Features>
    let rows: TaskInput<RowSet>

    /// The map of the steps before; nil if there are none.
    let map: TaskInput<RowMap>?

    static let order = TaskInputOrder(MappedRows.init) { ($0.features, $0.rows, $0.map) }
}

extension TaskInputValues<MappedRows> {
    /// Returns the rows; throws if a mapped one is not finite.
    func features() throws -> Features {
        let (features, indices) = (try self.features, try self.rows.indices)
        guard let map = try self.map else { return features.rows(at: indices) }
        guard let matrix = features.matrix else { throw error(at: \.features, expected: "\(Matrix.self)") }
        return .matrix(try map.images(of: matrix, at: indices))
    }

    /// Returns the rows of numbers; throws if a mapped one is not finite.
    func matrix() throws -> Matrix {
        guard let matrix = try features().matrix else {
            throw error(at: \.features, expected: "\(Matrix.self)")
        }
        return matrix
    }
}
