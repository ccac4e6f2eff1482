/// How much a row of each class counts in a fit, relative to others.
public enum ClassWeight: Sendable, Equatable {
    /// Every row counts the same.
    case none

    /// A row of a class of n_c rows counts n / (k n_c), of n rows of k classes: every class counts the same.
    case balanced

    /// A row counts as its class's name says; 1 where the name is not listed. Names are bytes, as classes are.
    case weights([ExactText: Double])

    /// The weight of each class, by its code; 1 for a class that does not occur.
    ///
    /// The semantics are scikit-learn's `compute_class_weight`, over the classes that occur.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` with the nearest classes where a weight is given for one that does
    ///   not exist while a class that occurs has none.
    public func weights(for labels: Labels) throws -> [Double] {
        switch self {
        case .none:
            return labels.classes.map { _ in 1 }
        case .balanced:
            let counts = labels.counts
            let present = counts.count { $0 > 0 }
            return counts.map { $0 == 0 ? 1 : Double(labels.count) / Double(present * $0) }
        case .weights(let weights):
            let classes = labels.classes.map { ExactText($0) }
            let isComplete = labels.presentCodes.allSatisfy { weights[classes[Int($0)]] != nil }
            if !isComplete, let stray = weights.keys.filter({ !classes.contains($0) }).min() {
                throw LearningError.fitFailed(
                    step: "class_weight",
                    reason: "there is no class '\(stray)'; "
                        + advice(for: stray.text, among: labels.classes))
            }
            return classes.map { weights[$0] ?? 1 }
        }
    }
}

extension ClassWeight: ParameterConvertible {
    /// `none, balanced or weights by class`, with an example.
    public static var expectation: String {
        "none, balanced or weights by class such as {a:1,\"b c\":2.5}, each a number"
    }

    /// From null, the word `balanced` or a map.
    public init?(_ value: ParameterValue) {
        switch value {
        case .null, .string("none"): self = .none
        case .string("balanced"): self = .balanced
        case .map(let weights): self = .weights(weights)
        default: return nil
        }
    }

    /// Null, the word `balanced` or a map.
    public var parameterValue: ParameterValue {
        switch self {
        case .none: .null
        case .balanced: .string("balanced")
        case .weights(let weights): .map(weights)
        }
    }
}
