import LinearAlgebra

/// The coefficient `gamma` of a kernel: a number, or a rule that computes it from the training rows.
public enum Gamma: Sendable, Equatable {
    /// 1 / (columns × the variance of all elements); 1 if the variance is 0. As in scikit-learn.
    case scale

    /// 1 / columns.
    case auto

    /// A number of at least 0.
    case value(Double)

    /// Returns the numeric value for training rows `x`.
    ///
    /// - Complexity: O(rows × columns) for ``scale``, otherwise O(1).
    package func value(for x: Matrix) -> Double {
        switch self {
        case .scale:
            let variance = x.variance
            return variance == 0 ? 1 : 1 / (Double(x.columns) * variance)
        case .auto: return 1 / Double(x.columns)
        case .value(let value): return value
        }
    }
}

extension Gamma: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// Creates a numeric value.
    public init(floatLiteral value: Double) { self = .value(value) }

    /// Creates a numeric value.
    public init(integerLiteral value: Int) { self = .value(Double(value)) }
}

extension Gamma: ParameterConvertible {
    /// The allowed values.
    public static var expectation: String { "scale, auto or a number" }

    /// Creates a value from `scale`, `auto` or a number.
    public init?(_ value: ParameterValue) {
        switch value {
        case .string("scale"): self = .scale
        case .string("auto"): self = .auto
        case .int(let value): self = .value(Double(value))
        case .double(let value): self = .value(value)
        default: return nil
        }
    }

    /// The parameter value.
    public var parameterValue: ParameterValue {
        switch self {
        case .scale: .string("scale")
        case .auto: .string("auto")
        case .value(let value): .double(value)
        }
    }
}

extension Matrix {
    /// The population variance of all elements.
    fileprivate var variance: Double {
        withUnsafeValues { values in
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        }
    }
}

extension Gamma: NumberParameter {
    /// Creates a coefficient, at least 0.
    public init(_ number: Double) { self = .value(number) }
}
