/// A value whose parts have to fit together: there are as many offsets as columns, say.
///
/// A fit gives nothing else. What is read from a file or comes from another process may be anything of the right types,
/// though, and loops without bounds checks rely on the counts. It is therefore validated as soon as it is decoded: by
/// `ModelFile` and `FittedPipeline`, and by `OperationRegistry`. Code that decodes a model by itself calls ``validate()``.
public protocol Validatable {
    /// Throws ``LearningError/inconsistentModel(step:reason:)`` unless the parts fit together.
    ///
    /// After that, no method called with valid arguments may end the process: at worst it throws.
    func validate() throws
}

extension Validatable {
    /// Throws ``LearningError/inconsistentModel(step:reason:)`` with the given reason unless a condition is true.
    public func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
        guard condition else { throw LearningError.inconsistentModel(step: nil, reason: reason()) }
    }

    /// Throws ``LearningError/inconsistentModel(step:reason:)`` unless these are codes of classes, two at least, ascending.
    public func requireClasses(_ codes: [Int32]) throws {
        try require(codes.count > 1, "a classifier needs at least two classes, not \(codes.count)")
        try require(
            codes[0] >= 0 && zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 },
            "the codes of the classes must be at least 0 and ascend, but are \(codes.prefix(10))")
    }
}
