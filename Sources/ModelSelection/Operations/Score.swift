import Learning
import TaskGraph

/// Scores predictions against the truth.
struct Score: TypedOperation {
    struct Inputs: TaskInputList {
        let predictions: TaskInput<Predict.Output>
        let truth: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.predictions, $0.truth) }
    }

    let scorer: Scorer

    var name: String { "score-\(scorer.name)" }
    var version: Int { scorer.version }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Output {
        try Self.score(inputs.predictions, against: inputs.truth, by: scorer)
    }

    /// Scores predictions, and keeps the warnings of their model.
    fileprivate static func score(
        _ output: Predict.Output, against truth: WeightedTarget, by scorer: Scorer
    ) throws -> Output {
        let score = try scorer.score(
            output.predictions, against: truth.target, weights: truth.weights)
        return Output(score: score, warnings: output.warnings)
    }

    /// A score, with the warnings of the model's fit.
    struct Output: Sendable {
        let score: Double
        let warnings: [String]
    }
}

/// Scores each of several predictions against the truth.
struct ScorePath: SharingOperation {
    struct Inputs: TaskInputList {
        let predictions: TaskInput<Batch<Predict.Output>>
        let truth: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.predictions, $0.truth) }
    }

    let scorer: Scorer

    var name: String { "score-path-\(scorer.name)" }
    var version: Int { scorer.version }
    let reason = "predictions of one task are scored in one task"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<Score.Output> {
        let (predictions, truth) = (try inputs.predictions, try inputs.truth)
        return Batch<Score.Output>(
            predictions.entries.map { entry in
                Result { try Score.score(entry.get(), against: truth, by: scorer) }
            })
    }
}
