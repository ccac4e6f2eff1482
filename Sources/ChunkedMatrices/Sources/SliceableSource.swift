import LinearAlgebra
import TaskGraph

/// Where blocks come from that are computed from no others, of which any part can be requested.
protocol SliceableSource: BlockExpression {
    /// Returns the source of a part of the matrix.
    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> Self

    /// Inserts the task of a part of the matrix.
    func insert(
        _ rows: Range<Int>, _ columns: Range<Int>, into graph: inout TaskGraph
    ) -> TaskInput<Matrix>
}

extension SliceableSource {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        insert(node.rows[place.row], node.columns[place.column], into: &graph)
    }
}
