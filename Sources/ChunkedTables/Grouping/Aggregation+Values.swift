extension Aggregation.Statistic {
    /// The statistics that are added up for it.
    var parts: [GroupStatistic] {
        switch self {
        case .rows: [.rows]
        case .count: [.count]
        case .sum: [.sum]
        case .mean: [.sum, .count]
        case .variance, .standardDeviation: [.moments]
        case .minimum: [.minimum]
        case .maximum: [.maximum]
        case .first: [.first]
        case .distinct: [.distinct]
        case .approximateDistinct: [.approximateDistinct]
        case .quantile: [.quantiles]
        }
    }

    /// What the statistic needs, in messages; nil if the values of a kind are suitable.
    func need(unmetBy kind: ValueKind) -> String? {
        switch self {
        case .sum, .variance, .standardDeviation: kind.isNumeric ? nil : "numbers"
        case .mean, .quantile: kind == .text ? "numbers or dates" : nil
        default: nil
        }
    }

    fileprivate func resultKind(of kind: ValueKind) -> ValueKind {
        switch self {
        case .minimum, .maximum, .first, .mean, .quantile: kind == .flag ? .number : kind
        default: .number
        }
    }
}

extension Aggregation {
    /// The name of the statistic in messages.
    var phrase: String {
        switch statistic {
        case .standardDeviation: "standard deviation"
        case .approximateDistinct: "approximate number of distinct values"
        case .quantile: probability == 0.5 ? "median" : "quantile"
        default: statistic.rawValue
        }
    }

    /// Returns the column of the result, from the states of the parts of the statistic.
    func column(_ states: [GroupState], groups: [Int]) -> TableChunk.Column {
        let state = states[0]
        var result = TableChunk.Column(kind: statistic.resultKind(of: state.kind))
        switch statistic {
        case .rows, .count, .distinct: result.numbers = groups.map { state.first[$0] }
        case .sum, .minimum, .maximum, .first:
            if result.kind == .text {
                result.texts = state.texts
                result.codes = groups.map { state.first[$0].isNaN ? -1 : Int32(state.first[$0]) }
            } else {
                result.numbers = groups.map { state.first[$0] }
                result.areIntegers = state.areIntegers
            }
        case .mean:
            let counts = states[1].first
            result.numbers = groups.map { state.first[$0] / counts[$0] }
            result.areIntegers = false
        case .variance, .standardDeviation:
            let variances = groups.map {
                state.first[$0] < 2 ? .nan : state.third[$0] / (state.first[$0] - 1)
            }
            result.numbers = statistic == .variance ? variances : variances.map { $0.squareRoot() }
            result.areIntegers = false
        case .approximateDistinct: result.numbers = groups.map { state.counters[$0].count }
        case .quantile:
            result.numbers = groups.map { state.sketches[$0].quantiles([probability ?? 0.5])[0] }
            result.areIntegers = false
        }
        return result
    }
}
