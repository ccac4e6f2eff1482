import LinearAlgebra
import TaskGraph

/// The sums of the rows up to each row.
///
/// The inputs are the matrix, and the sums of all rows before each chunk, with a row for each chunk.
struct CumulativeExpression: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        [BlockReading(0, place), BlockReading(1, BlockPlace(0, place.column))]
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        graph.insert(CumulateBlock(chunk: place.row), .init(block: blocks[0], before: blocks[1]))
    }
}

/// The sums of the rows of each block, with a row for each chunk.
struct ChunkSums: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [BlockReading(0, place)] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        graph.insert(
            ReduceBlock(program: .identity, statistic: .sum, axis: .byColumn), Blocks(blocks: blocks))
    }
}

/// The sums of the rows before each row.
struct SumsBefore: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [BlockReading(0, place)] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        graph.insert(SumRowsBefore(), .init(rows: blocks[0]))
    }
}

/// Adds the rows of a block up to each row, and those before the block.
struct CumulateBlock: TypedOperation {
    struct Inputs: TaskInputList {
        let block: TaskInput<Matrix>
        let before: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.block, $0.before) }
    }

    /// The row of `before` that is added.
    let chunk: Int
    let name = "cumulate-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(chunk) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        var (block, before) = (try inputs.block, try inputs.before)
        guard before.columns == block.columns, 0..<before.rows ~= chunk else {
            throw inputs.error(at: \.before, expected: "a row for chunk \(chunk) of \(block.columns) columns")
        }
        var sums = before[row: chunk]
        let width = block.columns
        block.withUnsafeMutableValues { values in
            for start in stride(from: 0, to: values.count, by: max(1, width)) {
                for column in 0..<width {
                    sums[column] += values[start + column]
                    values[start + column] = sums[column]
                }
            }
        }
        return block
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        .block(inputs.block.rows, inputs.block.columns, perElement: 1.5e-9)
    }
}

/// Returns for each row the sum of the rows before it.
struct SumRowsBefore: TypedOperation {
    struct Inputs: TaskInputList {
        let rows: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { $0.rows }
    }

    let name = "sum-rows-before"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        var rows = try inputs.rows
        var sums = [Double](repeating: 0, count: rows.columns)
        rows.withUnsafeMutableValues { values in
            for start in stride(from: 0, to: values.count, by: max(1, sums.count)) {
                for column in sums.indices {
                    let value = values[start + column]
                    values[start + column] = sums[column]
                    sums[column] += value
                }
            }
        }
        return rows
    }
}

extension ChunkedMatrix {
    /// Returns the cumulative sums: of each column from the first row on, or of each row from the first column on.
    ///
    /// - Precondition: The axis is ``ReductionAxis/byColumn`` or ``ReductionAxis/byRow``.
    public func cumulativeSum(_ axis: ReductionAxis) -> ChunkedMatrix {
        precondition(axis != .overall, "cumulative sums are by column or by row")
        guard axis == .byColumn else { return transposed.cumulativeSum(.byColumn).transposed }
        let sums = ChunkedMatrix(
            MatrixNode(
                ChunkSums(), [node], rows: AxisChunks(length: rowChunks.count, size: 1), columns: columnChunks
            ))
        let gathered = sums.rechunked(rows: .whole(sums.rows), columns: columnChunks)
        let before = MatrixNode(
            SumsBefore(), [gathered.node], rows: gathered.rowChunks, columns: columnChunks)
        return ChunkedMatrix(
            MatrixNode(CumulativeExpression(), [node, before], rows: rowChunks, columns: columnChunks))
    }
}
