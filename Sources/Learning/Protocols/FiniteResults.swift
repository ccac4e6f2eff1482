import LinearAlgebra

// A step may produce infinities from finite rows: near the largest double, a product or a sum overflows. Computing with
// them would yield NaN, or an arbitrary class from a comparison with NaN. They are therefore rejected where they arise.

extension Matrix {
    /// Throws ``LearningError/overflow(step:row:rows:)`` for the first row with a NaN or infinite element.
    ///
    /// - Complexity: O(elements).
    package func checkFinite(from step: String?) throws {
        if let (row, _) = firstNonFinite { throw LearningError.overflow(step: step, row: row, rows: rows) }
    }

    /// Returns the mean of each column.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for `step` if a column's sum overflows.
    func finiteColumnMeans(for step: String) throws -> [Double] {
        let means = columnMeans()
        if let column = means.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.sumOverflow(step, column)
        }
        return means
    }
}

extension Matrix {
    /// Throws ``LearningError/overflow(step:row:rows:)`` for the first row with an infinite element.
    ///
    /// - Complexity: O(elements).
    package func checkNotInfinite(from step: String?) throws {
        if let (row, _) = firstInfinite { throw LearningError.overflow(step: step, row: row, rows: rows) }
    }
}

extension Predictions {
    /// Throws ``LearningError/overflow(step:row:rows:)`` for the first row with a NaN or infinite value, decision value
    /// or probability.
    package func checkFinite(from step: String? = nil) throws {
        if let values, let row = values.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.overflow(step: step, row: row, rows: values.count)
        }
        try decisionFunction?.checkFinite(from: step)
        try probabilities?.checkFinite(from: step)
    }
}

extension LearningError {
    /// The error for a column whose sum overflows.
    static func sumOverflow(_ step: String, _ column: Int) -> LearningError {
        .fitFailed(
            step: step,
            reason: "the values of column \(column) (counted from 0) are too large: their sum overflows")
    }

    /// Runs `body`, and adds the step's name to overflow and inconsistency errors that have none.
    package static func naming<Result>(_ step: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch LearningError.kernelOverflow(nil) {
            throw LearningError.kernelOverflow(step: step)
        } catch LearningError.overflow(nil, let row, let rows) {
            throw LearningError.overflow(step: step, row: row, rows: rows)
        } catch LearningError.inconsistentModel(nil, let reason) {
            throw LearningError.inconsistentModel(step: step, reason: reason)
        }
    }
}
