import LinearAlgebra
import TaskGraph

extension ChunkedMatrix {
    /// Computes the matrix.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler.
    ///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`; the result
    ///     is not included.
    /// - Throws: The `TaskFailure` of the first block that has no result; `CancellationError`; errors of the scheduler.
    public func compute(on scheduler: some Scheduler, memoryLimit: Int? = nil) async throws -> Matrix {
        try await ChunkedMatrices.compute([self], on: scheduler, memoryLimit: memoryLimit)[0]
    }

    /// The task graph of the computation, and the tasks of the blocks, row by row.
    public var graph: (graph: TaskGraph, blocks: [TaskID]) {
        let lowering = Lowering([node])
        return (lowering.graph, lowering.outputs[0].map(\.task))
    }

    /// A picture of the computation in the DOT language of Graphviz: `dot -Tsvg graph.dot > graph.svg`.
    public var dot: String {
        let (graph, blocks) = graph
        return graph.dot(outputs: blocks)
    }
}

/// Computes several matrices, which share their work.
///
/// ```swift
/// let results = try await compute([x.mean(.byColumn), x.variance(.byColumn)], on: ThreadedScheduler())
/// ```
///
/// - Parameters:
///   - matrices: The matrices.
///   - scheduler: The scheduler.
///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`.
/// - Throws: The `TaskFailure` of the first block that has no result; `CancellationError`; errors of the scheduler.
public func compute(
    _ matrices: [ChunkedMatrix], on scheduler: some Scheduler, memoryLimit: Int? = nil
) async throws -> [Matrix] {
    let lowering = Lowering(matrices.map(\.node))
    let result = try await scheduler.run(
        lowering.graph, outputs: lowering.outputs.flatMap { $0.map(\.task) }, memoryLimit: memoryLimit)
    return try zip(matrices, lowering.outputs).map { matrix, blocks in
        try Matrix(blocks: blocks.map { try result.value(of: $0) }, of: matrix.node)
    }
}

extension Matrix {
    /// Creates a matrix from all blocks of a node, row by row.
    init(blocks: [Matrix], of node: MatrixNode) throws {
        for (index, block) in blocks.enumerated() {
            let shape = node.shape(of: node.place(at: index))
            guard block.rows == shape.rows, block.columns == shape.columns else {
                throw ChunkedMatricesError.otherShape(
                    rows: block.rows, columns: block.columns, expectedRows: shape.rows,
                    expectedColumns: shape.columns)
            }
        }
        if blocks.count == 1 {
            self = blocks[0]
            return
        }
        let width = node.columns.length
        self.init(rows: node.rows.length, columns: width) { target in
            guard let to = target.baseAddress else { return }
            for (index, block) in blocks.enumerated() {
                let place = node.place(at: index)
                let start =
                    to + node.rows[place.row].lowerBound * width + node.columns[place.column].lowerBound
                block.withUnsafeValues { source in
                    guard let from = source.baseAddress else { return }
                    for row in 0..<block.rows {
                        (start + row * width).initialize(
                            from: from + row * block.columns, count: block.columns)
                    }
                }
            }
        }
    }
}
