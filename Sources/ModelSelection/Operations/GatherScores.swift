import TaskGraph

/// Collects all scores of a search that ends at the first failure, in the order of its inputs.
///
/// A run with this task as its only output stops as soon as one of the inputs has failed.
struct GatherScores: TaskOperation {
    let name = "gather-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable {
        GatheredScores(values: Array(inputs))
    }
}

/// The results of the scoring tasks: scores, and batches of scores.
struct GatheredScores: Sendable {
    let values: [any Sendable]
}

/// Returns its input, the scores of several candidates, if all of them have one; otherwise throws the first error.
struct RequireScores: TaskOperation {
    let name = "require-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let scores = try inputs.value(0, as: Batch<Score.Output>.self)
        for (entry, score) in scores.entries.enumerated() {
            if case .failure(let failure) = score { throw MissingScore(entry: entry, failure: failure) }
        }
        return scores
    }
}

/// The reason why one of several candidates has no score.
struct MissingScore: Error, CustomStringConvertible {
    /// The index of the candidate among those scored together.
    let entry: Int
    let failure: SharedFailure

    var description: String { failure.description }
}
