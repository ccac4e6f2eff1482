import LinearAlgebra

/// What a model can tell of a row; scorers say which of them they need.
public struct Responses: OptionSet, Sendable, Hashable {
    /// One bit a response.
    public let rawValue: UInt8

    /// The responses whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The class.
    public static let labels = Responses(rawValue: 1)

    /// How far the row lies on each class's side of the decision boundary.
    public static let decision = Responses(rawValue: 2)

    /// The probability of each class.
    public static let probabilities = Responses(rawValue: 4)

    /// The value, of a regressor.
    public static let values = Responses(rawValue: 8)
}

/// What a model told of n rows: the responses that were asked for.
public struct Predictions: Sendable {
    /// The codes of the classes the model knows, ascending: what the columns below stand for.
    ///
    /// Empty for a regressor.
    public var classes: [Int32] = []

    /// The code of each row's class.
    public var codes: [Int32]?

    /// n × 1 for two classes, positive on the side of the greater; else n × classes, one against the rest.
    public var decision: Matrix?

    /// n × classes; each row adds up to 1.
    public var probabilities: Matrix?

    /// Each row's value, of a regressor.
    public var values: [Double]?

    /// No responses yet.
    public init(classes: [Int32] = []) { self.classes = classes }
}
