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

/// An optional, whose range does not concern `none`.
protocol OptionalParameter {
    /// The allowed values other than none.
    static var wrappedExpectation: String { get }
}

extension Optional: OptionalParameter where Wrapped: ParameterConvertible {
    static var wrappedExpectation: String { Wrapped.expectation }
}

extension Array: ParameterConvertible where Element: ParameterConvertible {
    /// A list of the allowed values of the elements.
    public static var expectation: String { "a list in brackets, each element \(Element.expectation)" }

    /// Creates an array from a list; nil for any other value, and if an element has another type.
    public init?(_ value: ParameterValue) {
        guard case .list(let values) = value else { return nil }
        self = []
        reserveCapacity(values.count)
        for value in values {
            guard let element = Element(value) else { return nil }
            append(element)
        }
    }

    /// The list of the elements' values.
    public var parameterValue: ParameterValue { .list(map(\.parameterValue)) }
}
