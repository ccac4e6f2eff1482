import LinearAlgebra

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

/// Predictions for n rows, of the requested kinds.
public struct Predictions: Sendable {
    /// The codes of the classes in the training data, ascending: the classes of the columns below.
    ///
    /// Empty for a regressor.
    public var classes: [Int32] = []

    /// The code of the predicted class of each row.
    public var codes: [Int32]?

    /// n × 1 for two classes, positive on the side of the greater; else n × classes, one against the rest.
    public var decisionFunction: Matrix?

    /// n × classes; each row adds up to 1.
    public var probabilities: Matrix?

    /// The predicted value of each row, for a regressor.
    public var values: [Double]?

    /// Predictions without any values.
    public init(classes: [Int32] = []) { self.classes = classes }
}
