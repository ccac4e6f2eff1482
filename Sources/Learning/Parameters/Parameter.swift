/// A parameter of an estimator: its name, description, allowed values and location.
///
/// An estimator lists its parameters once. The command line, model files, task keys and key-path grids all use this
/// list.
///
/// ```swift
/// static let parameters = [Parameter<Ridge>("alpha", \.alpha, "strength of the penalty", .atLeast(0))]
/// ```
public struct Parameter<Owner>: Sendable {
    /// The parameter name, as in scikit-learn: `n_components`.
    public let name: String

    /// A short description.
    public let summary: String

    /// The allowed values: `a number greater than 0`.
    public let expectation: String

    /// The key path of the stored property.
    public let keyPath: PartialKeyPath<Owner> & Sendable

    private let read: @Sendable (Owner) -> ParameterValue
    private let write: @Sendable (inout Owner, ParameterValue) -> Bool
    private let range: ParameterRange

    /// Creates a parameter with a name, for the property at a key path.
    public init<Value: ParameterConvertible>(
        _ name: String, _ keyPath: WritableKeyPath<Owner, Value> & Sendable, _ summary: String,
        _ range: ParameterRange = .any
    ) {
        self.name = name
        self.summary = summary
        self.keyPath = keyPath
        self.range = range
        expectation = range.expectation(of: Value.self)
        read = { $0[keyPath: keyPath].parameterValue }
        write = { owner, value in
            guard let value = Value(value) else { return false }
            owner[keyPath: keyPath] = value
            return true
        }
    }

    /// Returns the parameter's value in `owner`.
    public func value(in owner: Owner) -> ParameterValue { read(owner) }

    /// Returns whether `value` has an allowed type and range.
    func accepts(_ value: ParameterValue) -> Bool { range.contains(value) }

    /// Sets the parameter in `owner`.
    ///
    /// Returns false, leaving `owner` unchanged, if the value has another type.
    func set(_ value: ParameterValue, in owner: inout Owner) -> Bool { write(&owner, value) }
}

/// The allowed range of a numeric parameter, or of each number of a list or map.
///
/// Other values (`none`, strings) are always in range.
public enum ParameterRange: Sendable, Equatable {
    /// All numbers except NaN.
    case any

    /// Numbers greater than a bound.
    case greaterThan(Double)

    /// Numbers greater than or equal to a bound.
    case atLeast(Double)

    /// Numbers between two bounds, inclusive.
    case between(Double, Double)

    /// Returns the allowed values of a type in the range: `a number greater than 0`.
    func expectation<Value: ParameterConvertible>(of type: Value.Type) -> String {
        if words.isEmpty { return Value.expectation }
        if let optional = type as? any OptionalParameter.Type {
            return "\(optional.wrappedExpectation) \(words), or none"
        }
        return "\(Value.expectation) \(words)"
    }

    /// A description of the range, to append to that of the type: `greater than 0`.
    private var words: String {
        switch self {
        case .any: ""
        case .greaterThan(let bound): "greater than \(Self.short(bound))"
        case .atLeast(let bound): "of at least \(Self.short(bound))"
        case .between(let low, let high): "from \(Self.short(low)) to \(Self.short(high))"
        }
    }

    /// Returns whether a value is in the range, or is not a number; all numbers of a map or list must be in the range.
    func contains(_ value: ParameterValue) -> Bool {
        switch value {
        case .int(let number): containsNumber(Double(number))
        case .double(let number): containsNumber(number)
        case .map(let numbers): numbers.values.allSatisfy(containsNumber)
        case .list(let values): values.allSatisfy(contains)
        case .null, .bool, .string: true
        }
    }

    private func containsNumber(_ number: Double) -> Bool {
        guard number.isFinite else { return false }
        return switch self {
        case .any: true
        case .greaterThan(let bound): number > bound
        case .atLeast(let bound): number >= bound
        case .between(let low, let high): (low...high).contains(number)
        }
    }

    private static func short(_ bound: Double) -> String {
        Int(exactly: bound)?.description ?? bound.description
    }
}
