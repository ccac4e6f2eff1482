import Learning

extension SearchSpace.Distribution {
    /// Throws an error that names the parameter unless the distribution has values.
    func check(parameter: String) throws {
        func bounds(
            _ low: some CustomStringConvertible, _ high: some CustomStringConvertible, _ expected: String
        ) -> StrategyError {
            .invalidBounds(parameter: parameter, found: "\(low) and \(high)", expected: expected)
        }
        func choices(_ found: String, _ expected: String) -> StrategyError {
            .invalidChoices(parameter: parameter, found: found, expected: expected)
        }
        switch self {
        case .uniform(let low, let high):
            guard low.isFinite, high.isFinite, low < high else {
                throw bounds(low, high, "finite numbers, the first less than the second")
            }
            guard (high - low).isFinite else {
                throw bounds(low, high, "numbers whose difference is finite")
            }
        case .logUniform(let low, let high):
            guard low > 0, high.isFinite, low < high else {
                throw bounds(
                    low, high,
                    "finite numbers greater than 0 for a logarithmic range, the first less than the second")
            }
        case .integers(let low, let high):
            guard low <= high else { throw bounds(low, high, "integers, the first at most the second") }
        case .logIntegers(let low, let high):
            guard 1 <= low, low <= high else {
                throw bounds(
                    low, high, "integers of at least 1 for a logarithmic range, the first at most the second")
            }
        case .choices(let list):
            guard !list.isEmpty else { throw choices("no choices", "at least one") }
            var known: Set<ParameterValue> = []
            for choice in list {
                guard choice == choice else {
                    throw choices("the choice \(choice)", "choices that equal themselves")
                }
                guard known.insert(choice).inserted else {
                    throw choices("the choice \(choice) twice", "each choice once")
                }
            }
        }
    }
}
