import LinearAlgebra
import TaskGraph

/// A matrix that is in memory.
struct MatrixInMemory: SliceableSource {
    let matrix: Matrix
    /// The hash of the content of the whole matrix.
    let contentKey: TaskKey
    private var firstRow = 0
    private var firstColumn = 0

    init(_ matrix: Matrix) {
        self.matrix = matrix
        contentKey = matrix.contentKey
    }

    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> MatrixInMemory {
        var source = self
        source.firstRow += rows.lowerBound
        source.firstColumn += columns.lowerBound
        return source
    }

    func insert(_ rows: Range<Int>, _ columns: Range<Int>, into graph: inout TaskGraph) -> TaskInput<Matrix> {
        graph.insert(
            BlockInMemory(
                source: self, rows: rows.shifted(by: firstRow), columns: columns.shifted(by: firstColumn)))
    }
}

/// A block of a matrix that is in memory.
struct BlockInMemory: DataSource, TypedOperation {
    typealias Inputs = NoInputs
    let source: MatrixInMemory
    let rows: Range<Int>
    let columns: Range<Int>
    let name = "block-in-memory"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(source.contentKey)
        encoder.append([source.matrix.rows, source.matrix.columns, rows.lowerBound, rows.upperBound])
        encoder.append([columns.lowerBound, columns.upperBound])
    }

    private var block: Matrix { source.matrix.rows(rows).columns(columns) }

    var value: any Sendable { block }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> Matrix { block }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { block }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        .block(rows.count, columns.count, perElement: 1e-9)
    }
}

extension Matrix {
    /// The hash of the elements' bits, without the shape.
    package var contentKey: TaskKey { withUnsafeValues { TaskKey(hashing: UnsafeRawBufferPointer($0)) } }
}

extension ChunkedMatrix {
    /// Creates a chunked matrix from one in memory, whose rows are shared if a chunk has whole rows.
    ///
    /// - Parameters:
    ///   - matrix: The matrix.
    ///   - chunks: The shape of the chunks.
    /// - Complexity: Linear in the elements, which are hashed: the content is part of the keys of tasks.
    public init(_ matrix: Matrix, chunks: ChunkShape = .automatic) {
        let chunks = chunks.chunks(rows: matrix.rows, columns: matrix.columns)
        self.init(MatrixNode(MatrixInMemory(matrix), rows: chunks.rows, columns: chunks.columns))
    }

    /// Creates a chunked matrix from one in memory, with the given chunks.
    ///
    /// - Precondition: The chunks have as many rows and columns as the matrix.
    public init(_ matrix: Matrix, rows: AxisChunks, columns: AxisChunks) {
        precondition(
            rows.length == matrix.rows && columns.length == matrix.columns,
            "chunks of \(rows.length) × \(columns.length) do not fit a \(matrix.rows) × \(matrix.columns) matrix"
        )
        self.init(MatrixNode(MatrixInMemory(matrix), rows: rows, columns: columns))
    }
}
