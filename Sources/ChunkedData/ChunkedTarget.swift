import ChunkedMatrices

/// The target of the rows of a chunked matrix.
public enum ChunkedTarget: Sendable {
    /// A number for each row, in one column.
    case values(ChunkedMatrix)

    /// A class for each row: the index of its name, in one column.
    case classes(ChunkedMatrix, names: [String])

    /// The numbers or indices.
    package var column: ChunkedMatrix {
        switch self {
        case .values(let column), .classes(let column, _): column
        }
    }

    /// The names of the classes; empty for numbers.
    package var names: [String] {
        switch self {
        case .values: []
        case .classes(_, let names): names
        }
    }
}
