/// The kinds of predictions that a model can make; each scorer needs one of them.
public struct PredictionKinds: OptionSet, Sendable, Hashable {
    /// One bit for each kind.
    public let rawValue: UInt8

    /// The kinds whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The class.
    public static let labels = PredictionKinds(rawValue: 1)

    /// The signed distance to the decision boundary, as scikit-learn's `decision_function`.
    public static let decisionFunction = PredictionKinds(rawValue: 2)

    /// The probability of each class.
    public static let probabilities = PredictionKinds(rawValue: 4)

    /// The value; only of regressors.
    public static let values = PredictionKinds(rawValue: 8)
}

extension PredictionKinds: CustomStringConvertible {
    /// The words for the kinds, in messages, listings and JSON.
    private static let words: [(kind: PredictionKinds, word: String)] = [
        (.labels, "labels"), (.decisionFunction, "decision values"), (.probabilities, "probabilities"),
        (.values, "values"),
    ]

    /// The word for each kind: `["labels", "decision values"]`.
    package var names: [String] { Self.words.filter { contains($0.kind) }.map(\.word) }

    /// The words for the kinds: `labels, decision values`.
    public var description: String { isEmpty ? "nothing" : names.joined(separator: ", ") }
}
