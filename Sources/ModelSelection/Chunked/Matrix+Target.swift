import Learning
import LinearAlgebra

extension Matrix {
    /// Returns the target of a chunk of rows, whose first one is `row` of the whole matrix.
    ///
    /// - Throws: ``LearningError/targetNotFinite(row:value:)``; ``ChunkedFitError/unknownClass(row:value:classes:)`` for a
    ///   number that is not the index of a class.
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
