import LinearAlgebra
import TaskGraph

/// A matrix of a repeated number.
struct FilledMatrix: SliceableSource {
    let number: Double

    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> FilledMatrix { self }

    func insert(_ rows: Range<Int>, _ columns: Range<Int>, into graph: inout TaskGraph) -> TaskInput<Matrix> {
        graph.insert(FillBlock(number: number, rows: rows.count, columns: columns.count))
    }
}

/// Returns a block of a repeated number.
struct FillBlock: TypedOperation {
    typealias Inputs = NoInputs
    let number: Double
    let rows: Int
    let columns: Int
    let name = "fill-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(number)
        encoder.append([rows, columns])
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> Matrix {
        Matrix(rows: rows, columns: columns, repeating: number)
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        .block(rows, columns, perElement: 5e-10)
    }
}

extension ChunkedMatrix {
    /// Creates a matrix of a repeated number.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - chunks: The shape of the chunks.
    public init(repeating number: Double, rows: Int, columns: Int, chunks: ChunkShape = .automatic) {
        let chunks = chunks.chunks(rows: rows, columns: columns)
        self.init(MatrixNode(FilledMatrix(number: number), rows: chunks.rows, columns: chunks.columns))
    }
}
