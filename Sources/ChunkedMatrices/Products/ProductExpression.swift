import LinearAlgebra
import TaskGraph

/// The product of two matrices, either of which may be read transposed.
struct ProductExpression: BlockExpression {
    var isLeftTransposed = false
    var isRightTransposed = false
    /// The number of chunks of the columns of the left matrix, which are those of the rows of the right one.
    let depth: Int

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        (0..<depth).flatMap { inner in
            let (left, right) = (BlockPlace(place.row, inner), BlockPlace(inner, place.column))
            return [
                BlockReading(0, isLeftTransposed ? left.transposed : left),
                BlockReading(1, isRightTransposed ? right.transposed : right),
            ]
        }
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let multiply = graph.register(
            typed: MultiplyBlocks(isLeftTransposed: isLeftTransposed, isRightTransposed: isRightTransposed))
        let add = graph.register(typed: AddBlocks())
        let products = stride(from: 0, to: blocks.count, by: 2).map {
            graph.insert(multiply, .init(left: blocks[$0], right: blocks[$0 + 1]))
        }
        return ReductionTree.reduce(products) { graph.insert(add, Blocks(blocks: $0)) }
    }
}

/// Multiplies two blocks.
struct MultiplyBlocks: TypedOperation {
    struct Inputs: TaskInputList {
        let left: TaskInput<Matrix>
        let right: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.left, $0.right) }
    }

    let isLeftTransposed: Bool
    let isRightTransposed: Bool
    let name = "multiply-blocks"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(isLeftTransposed)
        encoder.append(isRightTransposed)
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let (left, right) = (try inputs.left, try inputs.right)
        return switch (isLeftTransposed, isRightTransposed) {
        case (false, false): left.times(right)
        case (false, true): left.timesTransposed(right)
        case (true, false): left.transposedTimes(right)
        case (true, true): right.times(left).transpose
        }
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (left, right) = (inputs.left, inputs.right)
        let inner = isLeftTransposed ? left.rows : left.columns
        return .block(
            isLeftTransposed ? left.columns : left.rows, isRightTransposed ? right.rows : right.columns,
            perElement: 1e-9 + 1e-10 * Double(inner))
    }
}

/// Adds blocks of the same shape, in order.
struct AddBlocks: TypedOperation {
    let name = "add-blocks"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        let blocks = try inputs.blocks
        guard var sum = blocks.first else {
            throw TaskInputError(position: 0, expected: "a block", found: nil)
        }
        for block in blocks.dropFirst() {
            guard block.rows == sum.rows, block.columns == sum.columns else {
                throw ChunkedMatricesError.otherShape(
                    rows: block.rows, columns: block.columns, expectedRows: sum.rows,
                    expectedColumns: sum.columns)
            }
            sum.add(block)
        }
        return sum
    }

    func estimate(for inputs: TaskInputEstimates<Blocks>) -> TaskEstimate {
        let first = inputs.blocks.first ?? TaskEstimate(seconds: 0)
        return .block(first.rows, first.columns, perElement: 1e-9 * Double(inputs.blocks.count))
    }
}

extension Matrix {
    /// The transpose.
    var transpose: Matrix {
        TileEvaluator.with(ElementProgram.identity.transposing(0), [self]) { evaluator in
            evaluator.matrix
        }
    }
}

extension ChunkedMatrix {
    /// Returns the product of two matrices.
    ///
    /// A transposed operand is not written out.
    ///
    /// - Precondition: The other matrix has as many rows as this one has columns.
    /// - Complexity: O(rows × columns × other.columns).
    public func times(_ other: ChunkedMatrix) -> ChunkedMatrix {
        precondition(
            columns == other.rows,
            "a product requires as many rows as columns of the left matrix: \(columns), not \(other.rows)")
        let inner = columnChunks.refined(by: other.rowChunks)
        let left = rechunked(rows: rowChunks, columns: inner)
        let right = other.rechunked(rows: inner, columns: other.columnChunks)
        return ChunkedMatrix(
            MatrixNode(
                ProductExpression(depth: inner.count), [left.node, right.node], rows: rowChunks,
                columns: other.columnChunks))
    }
}
