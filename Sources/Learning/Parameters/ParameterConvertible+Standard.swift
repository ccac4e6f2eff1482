extension String: ParameterConvertible {
    /// `a word`.
    public static var expectation: String { "a word" }

    /// The word; nil for any other value.
    public init?(_ value: ParameterValue) {
        guard case .string(let value) = value else { return nil }
        self = value
    }

    /// The value as a word.
    public var parameterValue: ParameterValue { .string(self) }
}

extension Optional: ParameterConvertible where Wrapped: ParameterConvertible {
    /// What the wrapped type expects, or none.
    public static var expectation: String { "\(Wrapped.expectation), or none" }

    /// nil for `none`, and otherwise the wrapped value; fails if that does.
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
