/// A matrix in an expression: how its blocks are computed, and the matrices that they are computed from.
///
/// `@unchecked Sendable`: `inputs` changes only in `deinit`; everything else is constant.
final class MatrixNode: @unchecked Sendable {
    let expression: any BlockExpression
    private(set) var inputs: [MatrixNode]
    let rows: AxisChunks
    let columns: AxisChunks

    /// The length of the longest chain of inputs.
    let depth: Int

    init(
        _ expression: any BlockExpression, _ inputs: [MatrixNode] = [], rows: AxisChunks, columns: AxisChunks
    ) {
        self.expression = expression
        self.inputs = inputs
        self.rows = rows
        self.columns = columns
        depth = 1 + (inputs.map(\.depth).max() ?? 0)
    }

    /// Destroys nodes that only this one refers to one after the other: in a long chain, recursion would exceed the
    /// stack.
    deinit {
        var rest = inputs
        inputs = []
        while var node = rest.popLast() {
            guard isKnownUniquelyReferenced(&node) else { continue }
            rest += node.inputs
            node.inputs = []
        }
    }

    var blockCount: Int { rows.count * columns.count }

    /// Returns the numbers of rows and columns of a block.
    func shape(of place: BlockPlace) -> (rows: Int, columns: Int) {
        (rows[place.row].count, columns[place.column].count)
    }

    /// Returns the index of a block, row by row.
    func index(of place: BlockPlace) -> Int { place.row * columns.count + place.column }

    /// Returns the place of the block with an index.
    func place(at index: Int) -> BlockPlace { BlockPlace(index / columns.count, index % columns.count) }
}
