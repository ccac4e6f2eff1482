import LinearAlgebra
import Synchronization
import TaskGraph

/// A matrix whose blocks a closure returns.
struct ComputedBlocks: BlockExpression {
    typealias Body = @Sendable (_ rows: Range<Int>, _ columns: Range<Int>) throws -> Matrix

    let body: Body
    /// The number of this matrix, because closures cannot be compared.
    let identity = Self.count.wrappingAdd(1, ordering: .relaxed).newValue

    private static let count = Atomic(0)

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        graph.insert(
            ComputedBlock(
                source: self, rows: node.rows[place.row], columns: node.columns[place.column]))
    }
}

/// Calls the closure for a block.
struct ComputedBlock: TypedOperation {
    typealias Inputs = NoInputs
    let source: ComputedBlocks
    let rows: Range<Int>
    let columns: Range<Int>
    let name = "computed-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append([
            source.identity, rows.lowerBound, rows.upperBound, columns.lowerBound, columns.upperBound,
        ])
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> Matrix {
        let block = try source.body(rows, columns)
        guard block.rows == rows.count, block.columns == columns.count else {
            throw ChunkedMatricesError.otherShape(
                rows: block.rows, columns: block.columns, expectedRows: rows.count,
                expectedColumns: columns.count)
        }
        return block
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        .block(rows.count, columns.count, perElement: 1e-8)
    }
}

extension ChunkedMatrix {
    /// Creates a matrix whose blocks a closure returns.
    ///
    /// The closure runs in this process only.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - chunks: The shape of the chunks.
    ///   - block: Returns the block with the given rows and columns; it is called on any thread, and once for each block
    ///     that a computation needs. An error that it throws fails the tasks that need the block.
    public init(
        rows: Int, columns: Int, chunks: ChunkShape = .automatic,
        block: @escaping @Sendable (_ rows: Range<Int>, _ columns: Range<Int>) throws -> Matrix
    ) {
        let chunks = chunks.chunks(rows: rows, columns: columns)
        self.init(
            MatrixNode(ComputedBlocks(body: block), rows: chunks.rows, columns: chunks.columns))
    }
}
