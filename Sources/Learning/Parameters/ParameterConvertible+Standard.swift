extension String: ParameterConvertible {
    /// `a word`.
    public static var expectation: String { "a word" }

    /// Creates a string; nil for any other value.
    public init?(_ value: ParameterValue) {
        guard case .string(let value) = value else { return nil }
        self = value
    }

    /// The string as a parameter value.
    public var parameterValue: ParameterValue { .string(self) }
}

extension Optional: ParameterConvertible where Wrapped: ParameterConvertible {
    /// The allowed values of the wrapped type, or none.
    public static var expectation: String { "\(Wrapped.expectation), or none" }

    /// Creates nil from `none`, otherwise the wrapped value; fails if the wrapped type does.
    public init?(_ value: ParameterValue) {
        if case .null = value {
            self = .none
        } else {
            guard let wrapped = Wrapped(value) else { return nil }
            self = .some(wrapped)
        }
    }

    /// The wrapped value, or `none`.
    public var parameterValue: ParameterValue { self?.parameterValue ?? .null }
}
