import Learning
import LinearAlgebra
import TaskGraph

/// Predicts the rows of its second input, a matrix, with its first, a fitted classifier or regressor.
///
/// One task makes all kinds of predictions that the scorers of the search require, so scorers share it.
struct Predict: TaskOperation {
    let kinds: PredictionKinds
    let name = "predict"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let model = try inputs.value(0, as: (any FittedModel).self)
        return Output(
            predictions: try model.predictions(for: inputs.value(1, as: Matrix.self), kinds: kinds),
            warnings: model.warnings)
    }

    /// Predictions, with the warnings of the model's fit.
    struct Output: Sendable {
        let predictions: Predictions
        let warnings: [String]
    }
}
