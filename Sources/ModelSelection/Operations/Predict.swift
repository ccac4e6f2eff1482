import Learning
import LinearAlgebra
import TaskGraph

/// Predicts rows with a fitted classifier or regressor.
///
/// One task makes all kinds of predictions that the scorers of the search require, so scorers share it.
struct Predict: TypedOperation {
    struct Inputs: TaskInputList {
        let model: TaskInput<any FittedModel>
        let x: TaskInput<Features>

        static let order = TaskInputOrder(Inputs.init) { ($0.model, $0.x) }
    }

    let kinds: PredictionKinds
    let name = "predict"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Output {
        let model = try inputs.model
        return Output(
            predictions: try model.predictions(for: inputs.x, kinds: kinds), warnings: model.warnings)
    }

    /// Predictions, with the warnings of the model's fit.
    struct Output: Sendable {
        let predictions: Predictions
        let warnings: [String]
    }
}
