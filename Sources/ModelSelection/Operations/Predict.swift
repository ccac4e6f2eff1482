import Learning
import LinearAlgebra
import TaskGraph

/// Asks its first input, a fitted classifier or regressor, of the rows of its second, a matrix.
///
/// One prediction holds every response that any scorer of the search needs, so scorers share it.
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

    /// Predictions, and what the fit of the model had to tell.
    struct Output: Sendable {
        let predictions: Predictions
        let warnings: [String]
    }
}
