/// An error in a search space or in the settings of a strategy.
public enum StrategyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bounds of a parameter do not describe a range.
    case invalidBounds(parameter: String, found: String, expected: String)

    /// The choices of a parameter are not a list of different values.
    case invalidChoices(parameter: String, found: String, expected: String)

    /// The condition of a parameter cannot be met, or is not known.
    case invalidCondition(parameter: String, reason: String)

    /// Two dimensions have the same name.
    case repeatedParameter(name: String)

    /// A setting of a strategy is out of range.
    case invalidSetting(name: String, found: String, expected: String)

    /// What is wrong, where, and what was expected.
    public var description: String {
        switch self {
        case .invalidBounds(let parameter, let found, let expected):
            "\(parameter) has the bounds \(found); expected \(expected)"
        case .invalidChoices(let parameter, let found, let expected):
            "\(parameter) has \(found); expected \(expected)"
        case .invalidCondition(let parameter, let reason):
            "the condition of \(parameter) is invalid: \(reason)"
        case .repeatedParameter(let name):
            "\(name) occurs twice in the search space; expected each parameter once"
        case .invalidSetting(let name, let found, let expected):
            "\(name) is \(found); expected \(expected)"
        }
    }
}
