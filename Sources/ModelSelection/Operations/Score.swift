import Learning
import TaskGraph

/// Scores its first input, predictions, against its second, the truth.
struct Score: Operation {
    let scorer: Scorer

    var name: String { "score-\(scorer.name)" }

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(scorer.name) }

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        let answer = try inputs.input(0, as: Predict.Answer.self)
        let truth = try inputs.input(1, as: Target.self)
        return Mark(score: try scorer.score(answer.predictions, against: truth), warnings: answer.warnings)
    }

    /// A score, and what the fit of the model had to tell.
    struct Mark: Sendable {
        let score: Double
        let warnings: [String]
    }
}
