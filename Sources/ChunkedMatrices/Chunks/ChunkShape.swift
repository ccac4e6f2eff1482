/// The size of the chunks into which a matrix is divided.
public enum ChunkShape: Hashable, Sendable {
    /// Chunks of 2 MiB, which stay in the caches of a core between operations.
    case automatic

    /// Chunks with numbers of rows and columns; those at the end may be smaller.
    case size(rows: Int, columns: Int)

    /// Chunks of at most a number of bytes, 8 for each element: whole rows if these are short, otherwise nearly square.
    case bytes(Int)

    /// Chunks that are small enough for computations within a number of bytes of memory.
    ///
    /// A worker holds several chunks at a time: inputs, results, and the partial results of trees.
    ///
    /// - Parameters:
    ///   - memory: The bytes that all workers may use.
    ///   - workers: The number of workers.
    public static func fitting(memory: Int, workers: Int) -> ChunkShape {
        .bytes(min(largest, max(smallest, memory / (16 * max(1, workers)))))
    }

    private static let largest = 2 << 20
    private static let smallest = 64 << 10
}

extension ChunkShape {
    /// Returns the chunks of a matrix.
    func chunks(rows: Int, columns: Int) -> (rows: AxisChunks, columns: AxisChunks) {
        let size =
            switch self {
            case .automatic: Self.size(bytes: Self.largest, rows, columns)
            case .bytes(let bytes): Self.size(bytes: bytes, rows, columns)
            case .size(let rows, let columns): (rows: rows, columns: columns)
            }
        return (AxisChunks(length: rows, size: size.rows), AxisChunks(length: columns, size: size.columns))
    }

    private static func size(bytes: Int, _ rows: Int, _ columns: Int) -> (rows: Int, columns: Int) {
        let elements = max(1, bytes / 8)
        let side = max(1, Int(Double(elements).squareRoot()))
        if columns <= 2 * side { return (max(1, elements / max(1, columns)), max(1, columns)) }
        if rows <= 2 * side { return (max(1, rows), max(1, elements / max(1, rows))) }
        return (side, side)
    }
}
