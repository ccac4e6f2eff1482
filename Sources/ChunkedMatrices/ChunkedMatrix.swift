import LinearAlgebra

/// A matrix that is divided into blocks, and computed block by block when its values are needed.
///
/// Arithmetic on chunked matrices computes nothing; it describes a computation. ``compute(on:memoryLimit:)`` turns the
/// description into a task graph, in which equal blocks are computed once and chains of element-wise operations are one
/// pass, and runs it. Only the blocks that the result needs are computed, and a block is released when its last reader
/// has ended. A matrix may therefore be larger than memory.
///
/// ```swift
/// let x = ChunkedMatrix.random(rows: 20_000, columns: 20_000, seed: 1)
/// let sum = try await (x + x.transposed).sum().compute(on: ThreadedScheduler())
/// ```
///
/// Semantics are those of NumPy: a matrix of one row, of one column, or of one element is repeated along the other
/// operand.
public struct ChunkedMatrix: Sendable {
    let node: MatrixNode

    init(_ node: MatrixNode) { self.node = node }

    /// The number of rows.
    public var rows: Int { node.rows.length }

    /// The number of columns.
    public var columns: Int { node.columns.length }

    /// The chunks of the rows.
    public var rowChunks: AxisChunks { node.rows }

    /// The chunks of the columns.
    public var columnChunks: AxisChunks { node.columns }
}
