import TaskGraph

/// Collects all scores of a search that ends at the first failure, in order.
///
/// A run with this task as its only output stops as soon as one of the inputs has failed.
struct GatherScores: TypedOperation {
    struct Inputs: TaskInputList {
        let scores: [TaskInput<any Sendable>]

        static let order = TaskInputOrder(Inputs.init) { $0.scores }
    }

    let name = "gather-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> GatheredScores {
        GatheredScores(values: try inputs.scores)
    }
}

/// The results of the scoring tasks: scores, and batches of scores.
struct GatheredScores: Sendable {
    let values: [any Sendable]
}

/// Returns the scores of several candidates if all of them have one; otherwise throws the first error.
struct RequireScores: TypedOperation {
    struct Inputs: TaskInputList {
        let scores: TaskInput<Batch<Score.Output>>

        static let order = TaskInputOrder(Inputs.init) { $0.scores }
    }

    let name = "require-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<Score.Output> {
        let scores = try inputs.scores
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
