/// A value with internal consistency rules, such as having as many offsets as columns.
///
/// A fit always produces a consistent value. Decoded values, from a file or another process, may be inconsistent, and
/// loops without bounds checks rely on the counts. `ModelFile`, `FittedPipeline` and `OperationRegistry` therefore
/// validate values after decoding. Code that decodes a model directly must call ``validate()``.
public protocol Validatable {
    /// Throws ``LearningError/inconsistentModel(step:reason:)`` unless the value is consistent.
    ///
    /// After successful validation, a method called with valid arguments may throw, but must not trap.
    func validate() throws
}

extension Validatable {
    /// Throws ``LearningError/inconsistentModel(step:reason:)`` with a reason unless a condition is true.
    public func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
        guard condition else { throw LearningError.inconsistentModel(step: nil, reason: reason()) }
    }

    /// Throws ``LearningError/inconsistentModel(step:reason:)`` unless there are at least two class codes in ascending
    /// order.
    public func requireClasses(_ codes: [Int32]) throws {
        try require(codes.count > 1, "a classifier requires at least two classes, not \(codes.count)")
        try require(
            codes[0] >= 0 && zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 },
            "class codes must be at least 0 and ascending, but are \(codes.prefix(10))")
    }
}
