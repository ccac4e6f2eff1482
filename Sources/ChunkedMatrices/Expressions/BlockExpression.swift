import LinearAlgebra
import TaskGraph

/// How the blocks of a matrix are computed from those of its inputs.
///
/// The planner asks which blocks of the inputs a block reads, inserts their tasks first, and passes them in the same
/// order. So only the blocks that somebody reads are computed.
protocol BlockExpression: Sendable {
    /// Returns the blocks of the inputs that a block reads.
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading]

    /// Inserts the tasks of a block.
    ///
    /// - Parameters:
    ///   - place: The place of the block.
    ///   - node: The matrix.
    ///   - blocks: The blocks that it reads, in the order of ``readings(for:of:)``.
    ///   - graph: The graph.
    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix>
}

/// The place of a block among those of its matrix.
struct BlockPlace: Hashable, Sendable {
    let row: Int
    let column: Int

    init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }

    var transposed: BlockPlace { BlockPlace(column, row) }
}

/// A block of an input.
struct BlockReading: Hashable, Sendable {
    /// The index of the input.
    let input: Int
    let place: BlockPlace

    init(_ input: Int, _ place: BlockPlace) { (self.input, self.place) = (input, place) }
}

/// The inputs of operations on any number of blocks.
struct Blocks: TaskInputList {
    let blocks: [TaskInput<Matrix>]

    static let order = TaskInputOrder(Blocks.init) { $0.blocks }
}
