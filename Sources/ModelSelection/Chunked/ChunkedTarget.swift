import ChunkedMatrices
import Learning
import LinearAlgebra

/// The target of the rows of a chunked matrix.
public enum ChunkedTarget: Sendable {
    /// A number for each row, in one column.
    case values(ChunkedMatrix)

    /// A class for each row: the index of its name, in one column.
    case classes(ChunkedMatrix, names: [String])

    /// The numbers or indices.
    var column: ChunkedMatrix {
        switch self {
        case .values(let column), .classes(let column, _): column
        }
    }

    /// The names of the classes; empty for numbers.
    var names: [String] {
        switch self {
        case .values: []
        case .classes(_, let names): names
        }
    }
}

extension Matrix {
    /// Returns the target of a chunk of rows, whose first one is `row` of the whole matrix.
    ///
    /// - Throws: ``LearningError/targetNotFinite(row:value:)``; ``LearningError/invalidPipeline(_:)`` for a number that is not
    ///   the index of a class.
    func target(names: [String], row: Int) throws -> Target {
        for (index, value) in values.enumerated() where !value.isFinite {
            throw LearningError.targetNotFinite(row: row + index, value: value)
        }
        guard !names.isEmpty else { return .values(values) }
        let codes = try values.enumerated().map { index, value in
            guard let code = Int32(exactly: value), names.indices.contains(Int(code)) else {
                throw ChunkedFitError.unknownClass(row: row + index, value: value, classes: names.count)
            }
            return code
        }
        return .labels(Labels(classes: names, codes: codes))
    }
}
