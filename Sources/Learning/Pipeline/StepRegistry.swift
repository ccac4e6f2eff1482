/// The kinds of step that the command line and model files can name.
///
/// ```swift
/// let registry = StepRegistry.standard.adding(MyScaler.self)
/// ```
public struct StepRegistry: Sendable {
    /// The estimators, in the order they were added.
    public private(set) var types: [any Estimator.Type]

    /// A registry of the given estimators.
    public init(_ types: [any Estimator.Type]) { self.types = types }

    /// The registry with one estimator more; it takes the place of one of the same kind.
    public func adding(_ type: any Estimator.Type) -> StepRegistry {
        StepRegistry(types.filter { $0.kind != type.kind } + [type])
    }

    /// The estimator of a kind.
    ///
    /// - Throws: ``LearningError/unknownStep(name:known:)``.
    public func type(of kind: String) throws -> any Estimator.Type {
        guard let type = types.first(where: { $0.kind == kind }) else {
            throw LearningError.unknownStep(name: kind, known: types.map { $0.kind })
        }
        return type
    }
}
