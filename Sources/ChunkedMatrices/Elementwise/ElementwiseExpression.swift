import LinearAlgebra
import TaskGraph

/// An expression that reads its inputs through a program, which others can be fused into.
protocol ProgramExpression: BlockExpression {
    var program: ElementProgram { get }

    /// Returns the expression with another program.
    func with(_ program: ElementProgram) -> Self

    /// The chunks of the program's results.
    func programChunks(of node: MatrixNode) -> (rows: AxisChunks, columns: AxisChunks)
}

extension ElementProgram {
    /// Returns the block of an input that is read for the result at a place.
    ///
    /// Inputs of one row or one column are repeated.
    func reading(_ input: Int, of node: MatrixNode, for place: BlockPlace) -> BlockReading {
        let oriented = isTransposed[input] ? place.transposed : place
        let source = node.inputs[input]
        return BlockReading(
            input,
            BlockPlace(
                source.rows.length == 1 ? 0 : oriented.row, source.columns.length == 1 ? 0 : oriented.column))
    }

    /// Returns the blocks of the inputs that are read for the result at a place.
    func readings(of node: MatrixNode, for place: BlockPlace) -> [BlockReading] {
        isTransposed.indices.map { reading($0, of: node, for: place) }
    }
}

/// The elements of matrices of the same chunks, computed by a program.
struct ElementwiseExpression: ProgramExpression {
    let program: ElementProgram

    func with(_ program: ElementProgram) -> ElementwiseExpression { ElementwiseExpression(program: program) }

    func programChunks(of node: MatrixNode) -> (rows: AxisChunks, columns: AxisChunks) {
        (node.rows, node.columns)
    }

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        program.readings(of: node, for: place)
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        program == .identity
            ? blocks[0] : graph.insert(ElementwiseOperation(program: program), Blocks(blocks: blocks))
    }
}
