import LinearAlgebra
import TaskGraph

/// The transpose of a matrix.
struct TransposedExpression: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        [BlockReading(0, place.transposed)]
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        graph.insert(
            ElementwiseOperation(program: .identity.transposing(0)), Blocks(blocks: blocks))
    }
}
