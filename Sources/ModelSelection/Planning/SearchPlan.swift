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

    /// The numbers of training and of test rows of all splits together.
    let rowCounts: SplitRowCounts

    /// The tasks that compute the candidates' scores.
    let scores: ScoreTasks

    /// The task that returns all scores, if the search ends at the first failure.
    let gathered: TaskInput<GatheredScores>?

    /// The scores that are kept elsewhere; nil without a ``SearchOptions/store``.
    let stored: StoredSearch?

    /// The number of scores that the ``SearchOptions/store`` had before.
    package var knownScoreCount: Int { stored?.known.count ?? 0 }

    /// The output tasks of the graph: all scores that are not kept already.
    public var outputs: [TaskID] {
        if let gathered { return [gathered.task] }
        guard let stored, !stored.known.isEmpty else { return scores.all }
        var isNeeded: Set<TaskID> = []
        scores.forEachScore { candidate, split, scorer, isTrain, task in
            if stored.score(of: candidate, split, scorer, isTrain: isTrain) == nil { isNeeded.insert(task) }
        }
        return scores.all.filter(isNeeded.contains)
    }

    /// Returns the tasks that compute the test scores of one split, each once.
    package func outputs(ofSplit split: Int) -> [TaskID] {
        scores.test.indices.filter { $0 / scorers.count % splitCount == split }.map { scores.test[$0] }
    }

    /// Whether a search that may be stopped evaluates one candidate after another on all splits, so that candidates are
    /// complete early.
    ///
    /// The rows of all splits, and their products, are then in memory at the same time. Small searches end soon in any
    /// order.
    func evaluatesCandidatesInOrder(_ memoryBudget: Int) -> Bool {
        guard scores.rowCount >= 64 else { return false }
        let rows = sources.sources.map(\.features.rows).max() ?? 0
        let bytes = sources.sources.reduce(0.0) { $0 + Double($1.features.rows * $1.features.columns) * 8 }
        let readsProducts = space.alternatives.contains { grid in
            grid.variants.last?.origins.contains { $0 is any KernelEstimator } ?? false
        }
        let products = readsProducts ? Double(rows) * Double(rows) * 8 : 0
        return Double(splitCount) * (4 * bytes + products) <= Double(memoryBudget) / 8
    }

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
