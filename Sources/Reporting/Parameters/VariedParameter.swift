import Drawing
import Trellis

/// A parameter that a search varied, and its value for each of some candidates.
struct VariedParameter {
    let name: String

    /// The texts of the distinct values: numbers by size, others in the order of the candidates.
    let values: [String]

    /// The numbers of the distinct values; nil unless all are numbers.
    let numbers: [Double]?

    /// For each candidate, the position of its value; nil for a candidate without the parameter.
    let levels: [Int?]

    /// How the numbers are laid out along an axis.
    let scale: ScaleKind

    init(_ name: String, _ candidates: [CandidateResult]) {
        self.name = name
        var known: [String: Int] = [:]
        var texts: [String] = []
        var numbers: [Double?] = []
        var levels: [Int?] = []
        for candidate in candidates {
            guard let text = candidate.parameters.text(of: name) else {
                levels.append(nil)
                continue
            }
            if let level = known[text] {
                levels.append(level)
            } else {
                known[text] = texts.count
                levels.append(texts.count)
                texts.append(text)
                numbers.append(candidate.parameters[name].flatMap(Self.number))
            }
        }
        let all = numbers.compactMap { $0 }
        guard all.count == texts.count, all.allSatisfy(\.isFinite) else {
            (values, self.numbers, self.levels, scale) = (texts, nil, levels, .linear)
            return
        }
        let order = all.indices.sorted { (all[$0], $0) < (all[$1], $1) }
        var place = [Int](repeating: 0, count: order.count)
        for (sorted, original) in order.enumerated() { place[original] = sorted }
        values = order.map { texts[$0] }
        self.numbers = order.map { all[$0] }
        self.levels = levels.map { $0.map { place[$0] } }
        scale = Self.scale(of: order.map { all[$0] })
    }

    private static func number(_ value: ParameterValue) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// Logarithmic if ratios of neighbours are more alike than their differences, over a decade or more.
    private static func scale(of sorted: [Double]) -> ScaleKind {
        guard sorted.count > 1, let first = sorted.first, let last = sorted.last, first > 0,
            last >= 10 * first
        else {
            return .linear
        }
        // With logarithmic spacing, half of the values are below the geometric mean of the limits.
        let middle = sorted[sorted.count / 2]
        let geometric = (first * last).squareRoot()
        let arithmetic = (first + last) / 2
        return (middle / geometric).magnitude < (arithmetic / middle).magnitude ? .logarithmic : .linear
    }

    /// Whether there are so many numbers that each candidate is a point of its own.
    var isContinuous: Bool { numbers != nil && values.count > 30 }
}
