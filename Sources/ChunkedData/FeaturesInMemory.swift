import ChunkedMatrices
import Learning
import LinearAlgebra
import Synchronization
import TaskGraph

extension ChunkedFeatures {
    /// Creates features of rows in memory.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - chunks: The chunks of the rows.
    /// - Precondition: The chunks have as many rows as `x`.
    public init(_ x: some FeaturesConvertible, rows chunks: AxisChunks) {
        let x = x.features.expanded
        precondition(chunks.length == x.rows, "chunks of \(chunks.length) rows cannot hold \(x.rows)")
        guard case .table(let table) = x else {
            let matrix = x.matrix ?? Matrix(rows: x.rows, columns: 0)
            self.init(
                ChunkedMatrix(matrix, rows: chunks, columns: AxisChunks(sizes: [matrix.columns])), x.profile)
            return
        }
        let rows = TableInMemory(table)
        self.init(rows: chunks, x.profile) { chunk, graph in
            graph.insert(TakeChunk(source: rows, rows: chunks[chunk]))
        }
    }
}

/// Typed columns in memory.
private struct TableInMemory: Sendable {
    let table: FeatureTable

    /// The number of the table, which is quicker than a hash of its cells.
    let identity = Self.count.wrappingAdd(1, ordering: .relaxed).newValue

    private static let count = Atomic(0)

    init(_ table: FeatureTable) { self.table = table }
}

/// Takes the rows of a chunk.
private struct TakeChunk: TypedOperation {
    typealias Inputs = NoInputs
    let source: TableInMemory
    let rows: Range<Int>
    let name = "take-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append([source.identity, rows.lowerBound, rows.upperBound])
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> FeatureTable {
        source.table.rows(at: Array(rows))
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        let columns = source.table.columns.count
        return TaskEstimate(
            seconds: 1e-6 + 1e-9 * Double(rows.count * columns), bytes: 8 * rows.count * columns,
            rows: rows.count, columns: columns)
    }
}
