import Learning
import TaskGraph

/// Scores its first input, predictions, against its second, the truth.
struct Score: TaskOperation {
    let scorer: Scorer

    var name: String { "score-\(scorer.name)" }
    var version: Int { scorer.version }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try Self.score(
            inputs.value(0, as: Predict.Output.self), against: inputs.value(1, as: Target.self), by: scorer)
    }

    /// Scores predictions, and keeps the warnings of their model.
    fileprivate static func score(
        _ output: Predict.Output, against truth: Target, by scorer: Scorer
    ) throws -> Output {
        Output(score: try scorer.score(output.predictions, against: truth), warnings: output.warnings)
    }

    /// A score, with the warnings of the model's fit.
    struct Output: Sendable {
        let score: Double
        let warnings: [String]
    }
}

/// Scores each of several predictions, its first input, against its second, the truth.
struct ScorePath: SharingOperation {
    let scorer: Scorer

    var name: String { "score-path-\(scorer.name)" }
    var version: Int { scorer.version }
    let reason = "predictions of one task are scored in one task"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let predictions = try inputs.value(0, as: Batch<Predict.Output>.self)
        let truth = try inputs.value(1, as: Target.self)
        return Batch<Score.Output>(
            predictions.entries.map { entry in
                Result { try Score.score(entry.get(), against: truth, by: scorer) }
            })
    }
}
