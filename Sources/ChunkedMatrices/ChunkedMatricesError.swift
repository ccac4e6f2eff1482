/// An error of a computation with chunked matrices.
public enum ChunkedMatricesError: Error, Sendable, Equatable {
    /// A function returned a block with another shape than requested.
    case otherShape(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)

    /// A file is not an array that can be read, for a reason.
    case notAnArray(path: String, reason: String)

    /// A file could not be read or written, for a reason.
    case cannotAccess(path: String, reason: String)

    /// A file has another size or modification time than when it was opened.
    case fileChanged(path: String)
}

extension ChunkedMatricesError: CustomStringConvertible {
    /// One line, which names what is wrong and where.
    public var description: String {
        switch self {
        case .otherShape(let rows, let columns, let expectedRows, let expectedColumns):
            "a block has the shape \(rows) × \(columns); expected \(expectedRows) × \(expectedColumns)"
        case .notAnArray(let path, let reason):
            "\(path): \(reason)"
        case .cannotAccess(let path, let reason):
            "\(path): \(reason)"
        case .fileChanged(let path):
            "\(path) has changed since it was opened; open it again"
        }
    }
}
