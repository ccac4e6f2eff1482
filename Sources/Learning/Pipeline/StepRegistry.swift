/// The kinds of step that the command line and model files can name.
///
/// ```swift
/// let registry = StepRegistry.standard.adding(MyScaler.self)
/// ```
public struct StepRegistry: Sendable {
    /// The estimators, in the order they were added.
    public private(set) var types: [any Estimator.Type]

    /// A registry of the given estimators.
    ///
    /// - Precondition: no two of them are of one kind. (One that is listed twice counts once.)
    public init(_ types: [any Estimator.Type]) {
        var kinds = KindCheck()
        self.types = []
        for type in types where !self.types.contains(where: { $0 == type }) {
            do { try kinds.add(type) } catch { fatalError("\(error)") }
            self.types.append(type)
        }
    }

    /// The registry with one estimator more.
    ///
    /// - Precondition: none of another type is of its kind.
    public func adding(_ type: any Estimator.Type) -> StepRegistry { StepRegistry(types + [type]) }

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
