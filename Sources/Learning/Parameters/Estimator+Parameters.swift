extension Estimator {
    /// The names and values of all parameters, in order.
    public var parameterValues: [(name: String, value: ParameterValue)] {
        Self.parameters.map { ($0.name, $0.value(in: self)) }
    }

    /// Returns a copy of the estimator with one parameter set.
    ///
    /// - Throws: ``LearningError/unknownParameter(step:name:known:)``,
    ///   ``LearningError/invalidParameter(step:name:found:expected:)``.
    public func setting(_ name: String, to value: ParameterValue) throws -> Self {
        var copy = self
        try Self.parameter(named: name).write(value, to: &copy)
        return copy
    }

    /// Sets one parameter to each of several values, and passes each copy to `body` with the value as the estimator
    /// stores it: an integer given for `C` becomes a number.
    ///
    /// The parameter is looked up once, which for a large grid is most of the work.
    ///
    /// - Throws: The errors of ``setting(_:to:)``.
    package func setting(
        _ name: String, toEach values: [ParameterValue], _ body: (any Estimator, ParameterValue) -> Void
    ) throws {
        let parameter = try Self.parameter(named: name)
        for value in values {
            var copy = self
            try parameter.write(value, to: &copy)
            body(copy, parameter.value(in: copy))
        }
    }

    private static func parameter(named name: String) throws -> Parameter<Self> {
        guard let parameter = parameters.first(where: { $0.name == name }) else {
            throw LearningError.unknownParameter(step: kind, name: name, known: parameters.map(\.name))
        }
        return parameter
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

    /// Returns the name of the parameter at a key path, or nil if there is none.
    public static func parameterName(at keyPath: AnyKeyPath) -> String? {
        parameters.first { $0.keyPath == keyPath }?.name
    }
}

extension Parameter where Owner: Estimator {
    /// Sets the parameter in `owner`.
    ///
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)``, leaving `owner` unchanged.
    fileprivate func write(_ value: ParameterValue, to owner: inout Owner) throws {
        guard accepts(value), set(value, in: &owner) else {
            throw LearningError.invalidParameter(
                step: Owner.kind, name: name, found: value.description, expected: expectation)
        }
    }
}
