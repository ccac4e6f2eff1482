extension Estimator {
    /// The names and values of all parameters, in the order they are listed.
    public var parameterValues: [(name: String, value: ParameterValue)] {
        Self.parameters.map { ($0.name, $0.value(in: self)) }
    }

    /// The estimator with one parameter set by name.
    ///
    /// - Throws: ``LearningError/unknownParameter(step:name:known:)``,
    ///   ``LearningError/invalidParameter(step:name:found:expected:)``.
    public func setting(_ name: String, to value: ParameterValue) throws -> Self {
        guard let parameter = Self.parameters.first(where: { $0.name == name }) else {
            throw LearningError.unknownParameter(
                step: Self.kind, name: name, known: Self.parameters.map(\.name))
        }
        var copy = self
        guard parameter.accepts(value), parameter.set(value, in: &copy) else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: name, found: value.description, expected: parameter.expectation)
        }
        return copy
    }

    /// Throws ``LearningError/invalidParameter(step:name:found:expected:)`` if a parameter is out of range.
    public func validate() throws {
        for parameter in Self.parameters {
            let value = parameter.value(in: self)
            guard parameter.accepts(value) else {
                throw LearningError.invalidParameter(
                    step: Self.kind, name: parameter.name, found: value.description,
                    expected: parameter.expectation)
            }
        }
    }

    /// The name of the parameter at a key path, or nil if none stands there.
    public static func parameterName(at keyPath: AnyKeyPath) -> String? {
        parameters.first { $0.keyPath == keyPath }?.name
    }
}
