import Learning
import TaskGraph

/// The task graph of a search, and the locations of the candidates' scores in it.
public struct SearchPlan: Sendable {
    /// The tasks, without duplicates.
    public let graph: TaskGraph

    /// The number of candidates.
    public var candidateCount: Int { space.count }

    /// The number of splits.
    public let splitCount: Int

    /// The scorers.
    public let scorers: [Scorer]

    /// The number of tasks without any sharing between candidates.
    public var naiveTaskCount: Int { countsBeforeMerging.values.reduce(0, +) }

    /// Warnings about the folds.
    public let warnings: [String]

    /// The sources of the table's features.
    let sources: FeatureSources

    let space: CandidateSpace

    /// The numbers of distinct splits.
    let distinctSplits: DistinctSplits

    /// The tasks that compute the candidates' scores.
    let scores: ScoreTasks

    /// The task that returns all scores, if the search ends at the first failure.
    let gathered: TaskInput<GatheredScores>?

    /// The output tasks of the graph.
    public var outputs: [TaskID] { gathered.map { [$0.task] } ?? scores.all }

    /// The reason for each operation that a plan without sharing does not have, by name.
    ///
    /// - Complexity: Linear in the number of distinct operations.
    public var reasons: [String: String] {
        var reasons: [String: String] = [:]
        for case let operation as any SharingOperation in graph.appliedOperations {
            reasons[operation.name] = operation.reason
        }
        return reasons
    }

    /// The number of fits that read rows although their step could share more, by step and reason, as far as known
    /// before the run.
    ///
    /// A fit from a summary that falls back to the rows during the run, because of rounding, is not counted.
    public let fallbacks: [Fallback: Int]

    /// A reason why fits of a step read rows.
    public struct Fallback: Sendable, Hashable {
        /// The kind of the step.
        public let step: String

        /// A short description of the reason.
        public let reason: String
    }

    /// The number of tasks of each operation.
    public var countsByName: [String: Int] { graph.countsByName }

    /// The number of tasks of each operation without any sharing between candidates.
    ///
    /// - Complexity: O(variants of steps), however many candidates combine them.
    public var countsBeforeMerging: [String: Int] {
        UnsharedTaskCounts.beforeMerging(
            space, sources, splits: splitCount, scorers: scorers, trainScores: scores.hasTrain)
    }

    /// The number of tasks of each operation with merging, but without the sharing traits.
    ///
    /// Computed without creating the tasks.
    ///
    /// - Complexity: O(variants of steps).
    public var countsMerged: [String: Int] {
        UnsharedTaskCounts.merged(
            space, sources, splits: distinctSplits, scorers: scorers, trainScores: scores.hasTrain)
    }

    /// Returns the parameters of a candidate.
    public func parameters(of candidate: Int) -> ParameterAssignment { space.parameters(of: candidate) }

    /// Returns the pipeline of a candidate.
    public func pipeline(of candidate: Int) -> Pipeline { space.pipeline(of: candidate) }
}
