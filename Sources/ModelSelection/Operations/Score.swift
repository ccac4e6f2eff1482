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

    /// The score of predictions, with the warnings of their model.
    fileprivate static func score(
        _ answer: Predict.Output, against truth: Target, by scorer: Scorer
    ) throws -> Output {
        Output(score: try scorer.score(answer.predictions, against: truth), warnings: answer.warnings)
    }

    /// A score, and what the fit of the model had to tell.
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
    let reason = "what was predicted in one task is scored in one"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let answers = try inputs.value(0, as: Batch<Predict.Output>.self)
        let truth = try inputs.value(1, as: Target.self)
        return Batch<Score.Output>(
            answers.entries.map { entry in
                Result { try Score.score(entry.get(), against: truth, by: scorer) }
            })
    }
}
