/// The weight of a row of each class in a fit.
public enum ClassWeight: Sendable, Equatable {
    /// Every row has the same weight.
    case none

    /// A row has the weight n / (k n_c), for n rows, k classes and n_c rows of its class. All classes have the same
    /// total weight.
    case balanced

    /// A row has the weight of its class's name; 1 if the name is not listed. Names are bytes, as class names are.
    case weights([ExactText: Double])

    /// Returns the weight of each class, by code; 1 for a class that does not occur.
    ///
    /// Semantics of scikit-learn's `compute_class_weight`, over the classes that occur.
    ///
    /// - Parameters:
    ///   - labels: The classes of the rows.
    ///   - rowWeights: The weights of the rows, whose sums replace numbers of rows in ``balanced``; nil for the same
    ///     weight.
    /// - Throws: ``LearningError/fitFailed(step:reason:)``, naming the nearest classes, if a weight has an unknown
    ///   class while a class that occurs has no weight.
    public func weights(for labels: Labels, rowWeights: [Double]? = nil) throws -> [Double] {
        guard let rowWeights else {
            return try weights(
                classes: labels.classes, counts: labels.counts, totals: labels.counts.map(Double.init))
        }
        var totals = [Double](repeating: 0, count: labels.classes.count)
        for (code, weight) in zip(labels.codes, rowWeights) { totals[Int(code)] += weight }
        return try weights(classes: labels.classes, counts: labels.counts, totals: totals)
    }

    /// Returns the weight of each class, by code, as ``weights(for:rowWeights:)``.
    ///
    /// - Parameters:
    ///   - classes: The names of the classes.
    ///   - counts: The number of rows of each class.
    ///   - totals: The total weight of the rows of each class, without these weights.
    package func weights(classes: [String], counts: [Int], totals: [Double]) throws -> [Double] {
        switch self {
        case .none:
            return classes.map { _ in 1 }
        case .balanced:
            let present = Double(counts.count { $0 > 0 })
            let total = totals.reduce(0, +)
            return totals.map { $0 == 0 ? 1 : total / (present * $0) }
        case .weights(let weights):
            let exact = classes.map { ExactText($0) }
            let isComplete = zip(exact, counts).allSatisfy { $1 == 0 || weights[$0] != nil }
            if !isComplete, let stray = weights.keys.filter({ !exact.contains($0) }).min() {
                throw LearningError.fitFailed(
                    step: "class_weight",
                    reason: "there is no class '\(stray)'; " + advice(for: stray.text, among: classes))
            }
            return exact.map { weights[$0] ?? 1 }
        }
    }
}

extension ClassWeight: ParameterConvertible {
    /// The allowed values, with an example.
    public static var expectation: String {
        "none, balanced or weights by class such as {a:1,\"b c\":2.5}, each a number"
    }

    /// Creates a weight from null, `balanced` or a map.
    public init?(_ value: ParameterValue) {
        switch value {
        case .null, .string("none"): self = .none
        case .string("balanced"): self = .balanced
        case .map(let weights): self = .weights(weights)
        default: return nil
        }
    }

    /// Null, `balanced` or a map.
    public var parameterValue: ParameterValue {
        switch self {
        case .none: .null
        case .balanced: .string("balanced")
        case .weights(let weights): .map(weights)
        }
    }
}
