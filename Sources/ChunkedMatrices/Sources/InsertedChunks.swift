import LinearAlgebra
import TaskGraph

/// Chunks of whole rows that tasks of another module compute, such as the parts of files.
struct InsertedChunks: BlockExpression {
    let insert: @Sendable (_ chunk: Int, inout TaskGraph) -> TaskInput<Matrix>

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        insert(place.row, &graph)
    }
}

extension ChunkedMatrix {
    /// Creates a matrix whose chunks of whole rows other tasks compute.
    ///
    /// - Parameters:
    ///   - rows: The chunks of the rows.
    ///   - columns: The number of columns.
    ///   - insert: Inserts the task of a chunk, by its index.
    package init(
        rows: AxisChunks, columns: Int,
        inserting insert: @escaping @Sendable (_ chunk: Int, inout TaskGraph) -> TaskInput<Matrix>
    ) {
        self.init(MatrixNode(InsertedChunks(insert: insert), rows: rows, columns: .whole(columns)))
    }
}
