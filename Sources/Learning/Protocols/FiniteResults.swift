import LinearAlgebra

// A step may make infinities of finite rows: where cells are near the largest double, a product or a sum overflows. What
// is computed of those would be NaN, or a class that a comparison with NaN happens to give; so they are refused where
// they arise.

extension Matrix {
    /// Throws ``LearningError/overflow(step:row:rows:)`` for the first row with an element that is NaN or infinite.
    ///
    /// A pass over the elements.
    package func checkFinite(from step: String?) throws {
        if let (row, _) = firstNonFinite { throw LearningError.overflow(step: step, row: row, rows: rows) }
    }
}

extension Predictions {
    /// Throws ``LearningError/overflow(step:row:rows:)`` for the first row of which a value, a decision or a probability
    /// is NaN or infinite.
    package func checkFinite(from step: String? = nil) throws {
        if let values, let row = values.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.overflow(step: step, row: row, rows: values.count)
        }
        try decisionFunction?.checkFinite(from: step)
        try probabilities?.checkFinite(from: step)
    }
}

extension LearningError {
    /// What `body` gives; overflows and inconsistencies that it throws without the name of a step are thrown with this one.
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
