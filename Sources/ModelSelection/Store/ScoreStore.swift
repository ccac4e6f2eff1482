import Learning
import TaskGraph

/// Keeps the scores of candidates, so that a search that is repeated or extended does not compute them again.
///
/// Scores are identified by their content: the data, the pipeline with all parameters, the rows of the split, the scorer,
/// and the release of Trellis. `Study` keeps them in a file.
public protocol ScoreStore: AnyObject, Sendable {
    /// Returns the scores that are kept of some candidates, by key, and registers the candidates and their folds.
    ///
    /// - Throws: An error if the store cannot be read or written.
    func open(
        _ problem: StoredProblem, _ candidates: [StoredCandidate], on folds: StoredFolds
    ) throws -> [ScoreKey: StoredScore]

    /// Returns the candidates that were scored before the first run of a plan, and so were not part of it; records
    /// `candidates` if the plan has not run before.
    ///
    /// A plan that is resumed must be divided as it was before, for the same scores to the last bit.
    func scoredBefore(_ plan: TaskKey, of problem: StoredProblem, _ candidates: Set<TaskKey>) throws -> Set<
        TaskKey
    >

    /// Keeps scores.
    ///
    /// Called on the threads that run tasks; returns quickly. Errors are thrown by ``flush()``.
    func keep(_ scores: [(key: ScoreKey, score: StoredScore)], of problem: StoredProblem)

    /// Calls `action` once if scores cannot be kept, for example because the disk is full.
    func onFailure(_ action: @escaping @Sendable () -> Void)

    /// Waits until all scores are kept.
    ///
    /// - Throws: The first error.
    func flush() throws
}

/// A problem whose scores are kept.
public struct StoredProblem: Sendable, Hashable {
    /// The hash of the data and of the release.
    public let key: TaskKey

    /// The number of rows.
    public let rows: Int

    /// The number of features.
    public let features: Int

    /// The name of the target.
    public let target: String
}

/// The splits on which candidates are scored.
public struct StoredFolds: Sendable, Hashable {
    /// A short description: `5 stratified folds`.
    public let description: String

    /// The hash of the training and test rows of each split.
    public let splits: [TaskKey]
}

/// A candidate whose scores are kept.
public struct StoredCandidate: Sendable {
    /// The hash of the pipeline with all parameters.
    public let key: TaskKey

    /// The varied parameters: names and values as text.
    public let parameters: String

    /// The pipeline with all parameters that differ from their defaults.
    public let pipeline: String
}

/// What identifies a score within a problem.
public struct ScoreKey: Sendable, Hashable {
    /// The key of the candidate.
    public let candidate: TaskKey

    /// The hash of the training and test rows of the split.
    public let split: TaskKey

    /// The name of the scorer.
    public let scorer: String

    /// Whether the training rows were scored.
    public let isTrain: Bool

    /// Creates a key.
    public init(candidate: TaskKey, split: TaskKey, scorer: String, isTrain: Bool) {
        (self.candidate, self.split, self.scorer, self.isTrain) = (candidate, split, scorer, isTrain)
    }
}

/// The score of a candidate on a split, or the reason why there is none.
public enum StoredScore: Sendable, Equatable {
    /// A score, and the warnings of the fit.
    case score(Double, warnings: [String])

    /// The operation that failed and its message.
    case failure(operation: String, message: String)
}
