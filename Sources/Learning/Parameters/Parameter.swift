/// One parameter of an estimator: its name, what it means, what it may be, and how to read and set it.
///
/// An estimator lists its parameters once, and the command line, model files, task keys and key-path grids all read
/// them from there.
///
/// ```swift
/// static let parameters = [Parameter<Ridge>("alpha", \.alpha, "strength of the penalty", .atLeast(0))]
/// ```
public struct Parameter<Owner>: Sendable {
    /// scikit-learn's word for it, such as `n_components`.
    public let name: String

    /// What it means, in a few words.
    public let summary: String

    /// What a value must be, in words: `a number greater than 0`.
    public let expectation: String

    /// Where in the estimator it stands.
    public let keyPath: PartialKeyPath<Owner> & Sendable

    private let read: @Sendable (Owner) -> ParameterValue
    private let write: @Sendable (inout Owner, ParameterValue) -> Bool
    private let range: ParameterRange

    /// A parameter of the given name at the given place.
    public init<Value: ParameterConvertible>(
        _ name: String, _ keyPath: WritableKeyPath<Owner, Value> & Sendable, _ summary: String,
        _ range: ParameterRange = .any
    ) {
        self.name = name
        self.summary = summary
        self.keyPath = keyPath
        self.range = range
        expectation = range.words.isEmpty ? Value.expectation : "\(Value.expectation) \(range.words)"
        read = { $0[keyPath: keyPath].parameterValue }
        write = { owner, value in
            guard let value = Value(value) else { return false }
            owner[keyPath: keyPath] = value
            return true
        }
    }

    /// The value it has in `owner`.
    public func value(in owner: Owner) -> ParameterValue { read(owner) }

    /// Whether `value` is of the right type and in range.
    func accepts(_ value: ParameterValue) -> Bool { range.contains(value) }

    /// Sets it in `owner`; returns false, changing nothing, if the value is of another type.
    func set(_ value: ParameterValue, in owner: inout Owner) -> Bool { write(&owner, value) }
}

/// The numbers a parameter may be.
///
/// Values that are no numbers (`none`, words) are not its concern.
public enum ParameterRange: Sendable, Equatable {
    /// Every number but NaN.
    case any

    /// Numbers greater than a bound.
    case greaterThan(Double)

    /// Numbers not below a bound.
    case atLeast(Double)

    /// Numbers from a lower to an upper bound, both included.
    case between(Double, Double)

    /// The range in words, to follow the type's: `greater than 0`.
    var words: String {
        switch self {
        case .any: ""
        case .greaterThan(let bound): "greater than \(Self.short(bound))"
        case .atLeast(let bound): "of at least \(Self.short(bound))"
        case .between(let low, let high): "from \(Self.short(low)) to \(Self.short(high))"
        }
    }

    /// Whether a value is no number or a finite one in the range.
    func contains(_ value: ParameterValue) -> Bool {
        switch value {
        case .int(let number): containsNumber(Double(number))
        case .double(let number): containsNumber(number)
        case .map(let numbers): numbers.values.allSatisfy(containsNumber)
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
