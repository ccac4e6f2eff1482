import Learning
import LinearAlgebra
import TaskGraph

/// Asks its first input, a fitted classifier or regressor, of the rows of its second, a matrix.
///
/// One prediction holds every response that any scorer of the search needs, so scorers share it.
struct Predict: Operation {
    let responses: Responses
    let name = "predict"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(responses.rawValue)) }

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        let model = try inputs.input(0, as: (any FittedModel).self)
        return Answer(
            predictions: try model.responses(to: inputs.input(1, as: Matrix.self), with: responses),
            warnings: model.warnings)
    }

    /// Predictions, and what the fit of the model had to tell.
    struct Answer: Sendable {
        let predictions: Predictions
        let warnings: [String]
    }
}
