import LinearAlgebra
import TaskGraph

/// Turns matrices into a task graph.
///
/// The nodes are visited from the outputs to the sources, to find the blocks that are needed, and then from the sources
/// to the outputs, to insert their tasks.
struct Lowering {
    private(set) var graph = TaskGraph()
    /// The tasks of the blocks of each output that are computed, row by row.
    private(set) var outputs: [[TaskInput<Matrix>]] = []

    /// The tasks of the blocks of each node; nil for blocks that are not needed.
    private var tasks: [[TaskInput<Matrix>?]]
    private let nodes: [MatrixNode]
    private let positions: [ObjectIdentifier: Int]

    /// Creates the graph that computes the blocks of some matrices.
    ///
    /// - Parameters:
    ///   - matrices: The matrices.
    ///   - rowChunks: The chunks of rows whose blocks are computed; nil for all.
    /// - Complexity: Linear in the tasks and their inputs, and in the number of blocks.
    init(_ matrices: [MatrixNode], rowChunks: Range<Int>? = nil) {
        let matrices = Fusion.fusing(matrices)
        nodes = MatrixNode.inOrder(matrices)
        positions = Dictionary(uniqueKeysWithValues: zip(nodes.map(ObjectIdentifier.init), nodes.indices))
        tasks = nodes.map { [TaskInput<Matrix>?](repeating: nil, count: $0.blockCount) }
        let needed = neededBlocks(of: matrices, rowChunks)
        for (position, node) in nodes.enumerated() {
            for index in needed[position].indices where needed[position][index] {
                tasks[position][index] = insert(node.place(at: index), of: node)
            }
        }
        outputs = matrices.map { matrix in
            tasks[position(of: matrix)][Self.blocks(of: matrix, rowChunks)].compactMap(\.self)
        }
    }

    private func position(of node: MatrixNode) -> Int {
        guard let position = positions[ObjectIdentifier(node)] else {
            preconditionFailure("a node is visited before the nodes that it needs")
        }
        return position
    }

    /// The indices of the blocks of an output that are computed.
    private static func blocks(of matrix: MatrixNode, _ rowChunks: Range<Int>?) -> Range<Int> {
        guard let rowChunks else { return 0..<matrix.blockCount }
        return rowChunks.lowerBound * matrix.columns.count..<rowChunks.upperBound * matrix.columns.count
    }

    /// Returns for each node which of its blocks are needed.
    private func neededBlocks(of matrices: [MatrixNode], _ rowChunks: Range<Int>?) -> [[Bool]] {
        var needed = nodes.map { [Bool](repeating: false, count: $0.blockCount) }
        for matrix in matrices {
            let position = position(of: matrix)
            for index in Self.blocks(of: matrix, rowChunks) { needed[position][index] = true }
        }
        for (position, node) in nodes.enumerated().reversed() {
            let inputs = node.inputs.map { (node: $0, position: self.position(of: $0)) }
            guard !inputs.isEmpty else { continue }
            for index in needed[position].indices where needed[position][index] {
                for reading in node.expression.readings(for: node.place(at: index), of: node) {
                    let input = inputs[reading.input]
                    needed[input.position][input.node.index(of: reading.place)] = true
                }
            }
        }
        return needed
    }

    private mutating func insert(_ place: BlockPlace, of node: MatrixNode) -> TaskInput<Matrix> {
        let inputs = node.inputs.map { (node: $0, position: position(of: $0)) }
        let blocks = node.expression.readings(for: place, of: node).map { reading in
            let input = inputs[reading.input]
            guard let task = tasks[input.position][input.node.index(of: reading.place)] else {
                preconditionFailure("a block is read that was not requested")
            }
            return task
        }
        return node.expression.insert(place, of: node, blocks: blocks, into: &graph)
    }
}
