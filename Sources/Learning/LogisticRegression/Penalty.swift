extension LogisticRegression {
    /// What is added to the loss to keep coefficients small.
    public enum Penalty: Sendable, Hashable {
        /// The sum of the squared coefficients.
        case l2

        /// Nothing.
        case none
    }
}

extension LogisticRegression.Penalty: ParameterConvertible {
    /// The two, in words.
    public static let expectation = "l2 or none"

    /// From the word `l2`, or from `none`, which text reads as null.
    public init?(_ value: ParameterValue) {
        switch value {
        case .string("l2"): self = .l2
        case .null, .string("none"): self = .none
        default: return nil
        }
    }

    /// The word, or null.
    public var parameterValue: ParameterValue {
        switch self {
        case .l2: .string("l2")
        case .none: .null
        }
    }
}
