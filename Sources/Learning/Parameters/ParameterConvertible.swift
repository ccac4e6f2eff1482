/// A type of parameter values.
///
/// `Bool`, `Int`, `Double`, `String`, optionals and arrays conform. An enumeration of strings conforms with one line:
///
/// ```swift
/// enum Metric: String, CaseIterable, ParameterConvertible { case euclidean, manhattan }
/// ```
///
/// Any other type needs three members, which convert it without loss.
public protocol ParameterConvertible: Sendable, Equatable {
    /// The allowed values: `a number`.
    static var expectation: String { get }

    /// Creates a value from a parameter value; nil if that has another type.
    init?(_ value: ParameterValue)

    /// The parameter value.
    var parameterValue: ParameterValue { get }
}

extension Bool: ParameterConvertible {
    /// `true or false`.
    public static var expectation: String { "true or false" }

    /// Creates a Boolean from a Boolean value.
    public init?(_ value: ParameterValue) {
        guard case .bool(let value) = value else { return nil }
        self = value
    }

    /// The parameter value.
    public var parameterValue: ParameterValue { .bool(self) }
}

extension Int: ParameterConvertible {
    /// `a whole number`.
    public static var expectation: String { "a whole number" }

    /// Creates an integer from an integer, or from a number without a fraction.
    public init?(_ value: ParameterValue) {
        switch value {
        case .int(let value): self = value
        case .double(let value):
            guard let exact = Int(exactly: value) else { return nil }
            self = exact
        default: return nil
        }
    }

    /// The parameter value.
    public var parameterValue: ParameterValue { .int(self) }
}

extension Double: ParameterConvertible {
    /// `a number`.
    public static var expectation: String { "a number" }

    /// Creates a number from any number.
    public init?(_ value: ParameterValue) {
        switch value {
        case .int(let value): self = Double(value)
        case .double(let value): self = value
        default: return nil
        }
    }

    /// The parameter value.
    public var parameterValue: ParameterValue { .double(self) }
}

/// An enumeration of strings, such as the names of kernels.
extension ParameterConvertible where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// The allowed strings.
    public static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }

    /// Creates a case from its raw value.
    public init?(_ value: ParameterValue) {
        guard case .string(let value) = value else { return nil }
        self.init(rawValue: value)
    }

    /// The raw value.
    public var parameterValue: ParameterValue { .string(rawValue) }
}
