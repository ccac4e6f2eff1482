/// The kinds of steps that the command line and model files can refer to.
///
/// ```swift
/// let registry = StepRegistry.standard.adding(MyScaler.self)
/// ```
public struct StepRegistry: Sendable {
    /// The estimator types, in the order of registration.
    public private(set) var types: [any Estimator.Type]

    /// Creates a registry of the given estimator types.
    ///
    /// - Precondition: No two types have the same kind. (A type may be listed twice.)
    public init(_ types: [any Estimator.Type]) {
        var kinds = KindCheck()
        self.types = []
        for type in types where !self.types.contains(where: { $0 == type }) {
            do { try kinds.add(type) } catch { fatalError("\(error)") }
            self.types.append(type)
        }
    }

    /// Returns the registry with one more estimator type.
    ///
    /// - Precondition: No other type has the same kind.
    public func adding(_ type: any Estimator.Type) -> StepRegistry { StepRegistry(types + [type]) }

    /// Returns the estimator type with a kind.
    ///
    /// - Throws: ``LearningError/unknownStep(name:known:)``.
    public func type(of kind: String) throws -> any Estimator.Type {
        guard let type = types.first(where: { $0.kind == kind }) else {
            throw LearningError.unknownStep(name: kind, known: types.map { $0.kind })
        }
        return type
    }
}
