extension ChunkedMatrix {
    /// Returns the thin QR factorisation of a matrix with more rows than columns: Q, rows × k, with orthonormal columns,
    /// and the upper triangle R, k × columns, where k = min(rows, columns).
    ///
    /// Chunks of rows are factorised independently, and then their triangles in a tree (Demmel, Grigori, Hoemmen and
    /// Langou, "Communication-optimal parallel and sequential QR and LU factorizations", 2012). The signs of the rows of R
    /// are arbitrary. A NaN or an infinite number fails the computation.
    ///
    /// - Complexity: O(rows × columns²); the columns become one chunk.
    public func factorised() -> (q: ChunkedMatrix, r: ChunkedMatrix) {
        let matrix = rechunked(rows: rowChunks, columns: .whole(columns))
        return matrix.factorisedByChunks()
    }

    private func factorisedByChunks() -> (q: ChunkedMatrix, r: ChunkedMatrix) {
        let sizes = rowChunks.sizes.map { min($0, columns) }
        let triangles = ChunkedMatrix(
            MatrixNode(ChunkTriangles(), [node], rows: AxisChunks(sizes: sizes), columns: columnChunks))
        guard rowChunks.count > 1 else {
            let q = MatrixNode(ChunkRotations(), [node], rows: rowChunks, columns: .whole(min(rows, columns)))
            return (ChunkedMatrix(q), triangles)
        }
        let grouped = stride(from: 0, to: sizes.count, by: ReductionTree.width).map { start in
            sizes[start..<min(start + ReductionTree.width, sizes.count)].reduce(0, +)
        }
        let (upperQ, r) = triangles.rechunked(rows: AxisChunks(sizes: grouped), columns: columnChunks)
            .factorisedByChunks()
        let parts = upperQ.rechunked(rows: triangles.rowChunks, columns: upperQ.columnChunks)
        let q = MatrixNode(
            ChunkRotations(), [node, parts.node], rows: rowChunks, columns: upperQ.columnChunks)
        return (ChunkedMatrix(q), r)
    }
}
