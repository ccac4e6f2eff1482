import TaskGraph

/// Gives all scores of a search that ends at the first failure, in the order of its inputs.
///
/// A run whose only output this is stops as soon as one of its inputs can no longer be had.
struct GatherScores: TaskOperation {
    let name = "gather-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable {
        GatheredScores(values: Array(inputs))
    }
}

/// What the tasks that score gave: scores, and batches of them.
struct GatheredScores: Sendable {
    let values: [any Sendable]
}

/// Passes on the scores of several candidates, its input, if all of them have one; else fails as the first that has none.
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

/// Why one of several candidates has no score.
struct MissingScore: Error, CustomStringConvertible {
    /// The candidate's place among those that are scored together.
    let entry: Int
    let failure: SharedFailure

    var description: String { failure.description }
}
