extension LogisticRegression {
    /// The penalty that keeps coefficients small.
    public enum Penalty: Sendable, Hashable {
        /// The sum of the squared coefficients.
        case l2

        /// No penalty.
        case none
    }
}

extension LogisticRegression.Penalty: ParameterConvertible {
    /// The allowed values.
    public static let expectation = "l2 or none"

    /// Creates a penalty from `l2`, or from `none`, which text parses as null.
    public init?(_ value: ParameterValue) {
        switch value {
        case .string("l2"): self = .l2
        case .null, .string("none"): self = .none
        default: return nil
        }
    }

    /// `l2`, or null.
    public var parameterValue: ParameterValue {
        switch self {
        case .l2: .string("l2")
        case .none: .null
        }
    }
}
