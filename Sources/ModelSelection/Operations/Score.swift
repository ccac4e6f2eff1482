import Learning
import TaskGraph

/// Scores its first input, predictions, against its second, the truth.
struct Score: Operation {
    let scorer: Scorer

    var name: String { "score-\(scorer.name)" }
    var version: Int { scorer.version }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        try Self.mark(
            inputs.input(0, as: Predict.Answer.self), against: inputs.input(1, as: Target.self), by: scorer)
    }

    /// The score of predictions, with the warnings of their model.
    fileprivate static func mark(
        _ answer: Predict.Answer, against truth: Target, by scorer: Scorer
    ) throws -> Mark {
        Mark(score: try scorer.score(answer.predictions, against: truth), warnings: answer.warnings)
    }

    /// A score, and what the fit of the model had to tell.
    struct Mark: Sendable {
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

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        let answers = try inputs.input(0, as: Batch<Predict.Answer>.self)
        let truth = try inputs.input(1, as: Target.self)
        return Batch<Score.Mark>(
            answers.entries.map { entry in
                Result { try Score.mark(entry.get(), against: truth, by: scorer) }
            })
    }
}
