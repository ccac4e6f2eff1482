import LinearAlgebra

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
