import Learning

extension SearchSpace {
    /// The values that one parameter may take.
    ///
    /// A list of numbers, such as 0.1, 1 and 10, is a list of choices: no strategy uses their order, as in Optuna. A
    /// range tells a strategy more.
    public enum Distribution: Sendable, Equatable {
        /// Numbers between two finite bounds, the first less than the second, all equally likely.
        case uniform(Double, Double)

        /// Numbers between two finite positive bounds, the first less than the second, whose logarithms are equally
        /// likely.
        case logUniform(Double, Double)

        /// Integers between two bounds, both included, all equally likely.
        ///
        /// If there are more than 2^53, not all of them are reached.
        case integers(Int, Int)

        /// Integers between two bounds, both included, of which the first is at least 1.
        ///
        /// An integer is as likely as the numbers that round to it are if their logarithms are equally likely, from ½
        /// below the first bound to ½ above the second, as in Optuna.
        case logIntegers(Int, Int)

        /// Different values without an order, all equally likely.
        case choices([ParameterValue])
    }
}

extension SearchSpace.Distribution {
    /// The number of values; nil if it is not finite or more than `Int.max`.
    var count: Int? {
        switch self {
        case .uniform, .logUniform: nil
        case .integers(let low, let high), .logIntegers(let low, let high):
            Int(exactly: UInt64(bitPattern: Int64(high &- low))).flatMap { $0 == .max ? nil : $0 + 1 }
        case .choices(let choices): choices.count
        }
    }

    /// Returns the value below which a share of the probability lies, from 0 up to but not including 1.
    func value(at share: Double) -> ParameterValue {
        switch self {
        case .uniform(let low, let high):
            .double(min(max(low + share * (high - low), low), high))
        case .logUniform(let low, let high):
            .double(Self.between(low, high, share, from: low, to: high))
        case .integers(let low, let high):
            .int(low &+ Self.offset(share, below: high &- low))
        case .logIntegers(let low, let high):
            .int(
                Self.nearest(
                    to: Self.between(
                        Double(low), Double(high), share, from: Double(low) - 0.5, to: Double(high) + 0.5),
                    low, high))
        case .choices(let choices):
            choices[min(Int(share * Double(choices.count)), choices.count - 1)]
        }
    }

    /// Returns the number whose logarithm is at a share of the way between those of two others, within bounds.
    private static func between(
        _ low: Double, _ high: Double, _ share: Double, from start: Double, to end: Double
    ) -> Double {
        let logarithm = Portable.log(start) + share * (Portable.log(end) - Portable.log(start))
        return min(max(Portable.exp(logarithm), low), high)
    }

    /// Returns the integer at a share of the way from 0 to a last one, which may exceed `Int.max`.
    private static func offset(_ share: Double, below last: Int) -> Int {
        let last = UInt64(bitPattern: Int64(last))
        let offset = (share * (Double(last) + 1)).rounded(.down)
        return Int(truncatingIfNeeded: offset >= Double(last) ? last : UInt64(offset))
    }

    /// Returns the integer that is closest to a number, within bounds.
    static func nearest(to number: Double, _ low: Int, _ high: Int) -> Int {
        let rounded = number.rounded()
        return rounded <= Double(low) ? low : rounded >= Double(high) ? high : Int(rounded)
    }

    /// Returns the values in order, of which there are finitely many.
    var values: [ParameterValue] {
        switch self {
        case .uniform, .logUniform: []
        case .integers(let low, let high), .logIntegers(let low, let high): (low...high).map { .int($0) }
        case .choices(let choices): choices
        }
    }

    /// Returns the logarithm of the probability of a value, where there are finitely many.
    func logProbability(of value: ParameterValue) -> Double {
        guard case .logIntegers(let low, let high) = self, case .int(let integer) = value else {
            return -Portable.log(Double(count ?? 1))
        }
        let all = Portable.log(Double(high) + 0.5) - Portable.log(Double(low) - 0.5)
        return Portable.log(Portable.log1p(1 / (Double(integer) - 0.5)) / all)
    }
}
