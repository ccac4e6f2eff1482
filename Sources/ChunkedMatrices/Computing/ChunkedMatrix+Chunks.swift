import LinearAlgebra
import TaskGraph

/// For what else computes with chunks of rows.
extension ChunkedMatrix {
    /// Returns the matrix with the columns in one chunk.
    package var withWholeRows: ChunkedMatrix { rechunked(rows: rowChunks, columns: .whole(columns)) }

    /// Creates a graph with the blocks of some matrices, row by row.
    ///
    /// - Parameters:
    ///   - matrices: The matrices, which have the same chunks of rows.
    ///   - rowChunks: The chunks of rows; nil for all.
    package static func insert(
        _ matrices: [ChunkedMatrix], rowChunks: Range<Int>? = nil
    ) -> (graph: TaskGraph, blocks: [[TaskInput<Matrix>]]) {
        let lowering = Lowering(matrices.map(\.node), rowChunks: rowChunks)
        return (lowering.graph, lowering.outputs)
    }

    /// Returns a matrix with the same chunks of rows, each of which is computed from whole rows of this one.
    ///
    /// - Parameters:
    ///   - columns: The number of columns of the result.
    ///   - insert: Inserts the tasks for the chunk that `block` returns, which has the given rows.
    package func mappingChunks(
        columns: Int,
        _ insert:
            @escaping @Sendable (
                _ block: TaskInput<Matrix>, _ rows: Range<Int>, _ graph: inout TaskGraph
            ) -> TaskInput<Matrix>
    ) -> ChunkedMatrix {
        ChunkedMatrix(
            MatrixNode(
                MappedChunks(tasks: insert), [withWholeRows.node], rows: rowChunks, columns: .whole(columns)))
    }

    /// Combines tasks in a tree until one is left.
    package static func reduce<Value>(
        _ tasks: [TaskInput<Value>], _ combine: ([TaskInput<Value>]) -> TaskInput<Value>
    ) -> TaskInput<Value> {
        ReductionTree.reduce(tasks, combine)
    }

    /// Inserts a task that adds blocks of the same shape.
    package static func sum(of blocks: [TaskInput<Matrix>], in graph: inout TaskGraph) -> TaskInput<Matrix> {
        graph.insert(AddBlocks(), Blocks(blocks: blocks))
    }
}

/// Chunks of rows that other tasks compute from those of the input.
struct MappedChunks: BlockExpression {
    let tasks: @Sendable (TaskInput<Matrix>, Range<Int>, inout TaskGraph) -> TaskInput<Matrix>

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [BlockReading(0, place)] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        tasks(blocks[0], node.rows[place.row], &graph)
    }
}
