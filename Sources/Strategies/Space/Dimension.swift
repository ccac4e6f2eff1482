import Learning

extension SearchSpace {
    /// A parameter of a search.
    public struct Dimension: Sendable, Equatable {
        /// The full name of the parameter, such as `svc.C`.
        public let name: String

        /// The values that the parameter may take.
        public let distribution: Distribution

        /// When the parameter exists; always if nil.
        public let condition: Condition?

        /// Whether the parameter is of a step before the last, so that candidates with equal values share work.
        ///
        /// Of points that are equally promising, a strategy prefers those that share. False by default.
        public var isOfEarlierStep = false

        /// Creates a dimension that always exists unless a condition is given.
        public init(_ name: String, _ distribution: Distribution, _ condition: Condition? = nil) {
            self.name = name
            self.distribution = distribution
            self.condition = condition
        }

        /// Creates a dimension that exists only where another parameter has one of some choices.
        public init(
            _ name: String, _ distribution: Distribution, when parameter: String,
            isOneOf choices: [ParameterValue]
        ) {
            self.init(name, distribution, Condition(parameter, isOneOf: choices))
        }
    }

    /// Restricts a parameter to the points where another has one of some choices, such as a step that is exchanged.
    ///
    /// If the other parameter does not exist at a point, neither does this.
    public struct Condition: Sendable, Hashable {
        /// The name of the other parameter, whose distribution is a list of choices.
        public let parameter: String

        /// The choices for which the restricted parameter exists.
        public let choices: [ParameterValue]

        /// Creates a condition.
        public init(_ parameter: String, isOneOf choices: [ParameterValue]) {
            self.parameter = parameter
            self.choices = choices
        }
    }
}
