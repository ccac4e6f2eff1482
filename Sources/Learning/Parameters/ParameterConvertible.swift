/// A type that a parameter can have.
public protocol ParameterConvertible: Sendable, Equatable {
    /// What a value must be, in words: `a number`.
    static var expectation: String { get }

    /// The value read from its general form, or nil if it is not of this type.
    init?(_ value: ParameterValue)

    /// The value in its general form.
    var parameterValue: ParameterValue { get }
}

extension Bool: ParameterConvertible {
    /// `true or false`.
    public static var expectation: String { "true or false" }

    /// From a truth value only.
    public init?(_ value: ParameterValue) {
        guard case .bool(let value) = value else { return nil }
        self = value
    }

    /// The value as it is.
    public var parameterValue: ParameterValue { .bool(self) }
}

extension Int: ParameterConvertible {
    /// `a whole number`.
    public static var expectation: String { "a whole number" }

    /// From a whole number, or a number without a fraction.
    public init?(_ value: ParameterValue) {
        switch value {
        case .int(let value): self = value
        case .double(let value):
            guard let exact = Int(exactly: value) else { return nil }
            self = exact
        default: return nil
        }
    }

    /// The value as it is.
    public var parameterValue: ParameterValue { .int(self) }
}

extension Double: ParameterConvertible {
    /// `a number`.
    public static var expectation: String { "a number" }

    /// From any number.
    public init?(_ value: ParameterValue) {
        switch value {
        case .int(let value): self = Double(value)
        case .double(let value): self = value
        default: return nil
        }
    }

    /// The value as it is.
    public var parameterValue: ParameterValue { .double(self) }
}

/// An enumeration of words, such as a kernel's name, is a parameter by its raw values.
extension ParameterConvertible where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// The words, one of which it must be.
    public static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }

    /// From one of the words.
    public init?(_ value: ParameterValue) {
        guard case .string(let value) = value else { return nil }
        self.init(rawValue: value)
    }

    /// The word.
    public var parameterValue: ParameterValue { .string(rawValue) }
}
