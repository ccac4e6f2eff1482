import LinearAlgebra
import TaskGraph

extension ChunkedMatrix {
    /// Starts to compute the matrix in a session, and returns a matrix that reads the results.
    ///
    /// The session holds the blocks as long as the returned matrix, or one that is computed from it, exists. Compute these
    /// in the same session.
    ///
    /// ```swift
    /// let session = try await ThreadedScheduler().open()
    /// let held = try x.persist(in: session)
    /// let mean = try await held.mean().compute(in: session)
    /// ```
    ///
    /// - Throws: `SessionClosedError`; errors of the scheduler.
    public func persist(in session: any Session) throws -> ChunkedMatrix {
        let (graph, blocks) = graph
        let submission = try session.submit(graph, outputs: blocks)
        return ChunkedMatrix(
            MatrixNode(
                HeldBlocks(keys: blocks.map { graph.key(of: $0) }, submission: submission), rows: rowChunks,
                columns: columnChunks))
    }

    /// Returns the matrix once its blocks are computed, which the session then holds.
    ///
    /// - Throws: The `TaskFailure` of the first block that has no result; `CancellationError`; errors of the scheduler.
    package func held(
        in session: any Session, onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedMatrix {
        let (graph, blocks) = graph
        let submission = try session.submit(graph, outputs: blocks, onEvent: onEvent)
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        if let failure = result.failures.first { throw failure }
        let held = HeldBlocks(keys: blocks.map { graph.key(of: $0) }, submission: submission)
        return ChunkedMatrix(MatrixNode(held, rows: rowChunks, columns: columnChunks))
    }

    /// Computes the matrix in a session.
    ///
    /// - Throws: The `TaskFailure` of the first block that has no result; `CancellationError`; errors of the scheduler.
    public func compute(in session: any Session) async throws -> Matrix {
        let (graph, blocks) = graph
        let submission = try session.submit(graph, outputs: blocks)
        let result = try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
        return try Matrix(blocks: blocks.map { try result.value(of: $0) }, of: node)
    }
}

/// A matrix whose blocks a session holds.
struct HeldBlocks: BlockExpression {
    /// The keys of the blocks, row by row.
    let keys: [TaskKey]
    let submission: any Submission

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        TaskInput(graph.insert(known: keys[node.index(of: place)], of: submission))
    }
}
