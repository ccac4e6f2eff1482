import Learning
import TaskGraph

/// A search turned into one task graph: what will run, and where each candidate's scores will be found in it.
public struct SearchPlan: Sendable {
    /// The tasks, each there once.
    public let graph: TaskGraph

    /// How many candidates the grid has.
    public var candidateCount: Int { space.count }

    /// How many splits each is scored on.
    public let splitCount: Int

    /// What each is scored by.
    public let scorers: [Scorer]

    /// How many tasks there would be if candidates shared nothing.
    public var naiveTaskCount: Int { countsBeforeMerging.values.reduce(0, +) }

    /// What the user should know of the folds.
    public let warnings: [String]

    /// The features of the table, as the graph has them.
    let features: FeatureSource

    let space: CandidateSpace

    /// How many of the splits differ.
    let distinctSplits: DistinctSplits

    /// The tasks that give the candidates' scores.
    let scores: ScoreTasks

    /// The task that gives all of the scores, if the search is to end at the first failure.
    let gathered: TaskID?

    /// The tasks whose results make the search's.
    public var outputs: [TaskID] { gathered.map { [$0] } ?? scores.all }

    /// Why there are operations that a plan without sharing has not, by name.
    public let reasons: [String: String]

    /// How many fits read rows although their step could share more, by step and reason: guards that are known before
    /// anything runs.
    ///
    /// A fit from a summary that rounding would change falls back to the rows when it runs, and is not counted here.
    public let fallbacks: [Fallback: Int]

    /// Why fits of a step read rows.
    public struct Fallback: Sendable, Hashable {
        /// The step's kind.
        public let step: String

        /// The reason, in a few words.
        public let reason: String
    }

    /// How many tasks of each operation there are.
    public var countsByName: [String: Int] { graph.countsByName }

    /// How many tasks of each operation there would be if candidates shared nothing.
    ///
    /// Linear in the variants of steps, however many candidates combine them.
    public var countsBeforeMerging: [String: Int] {
        UnsharedTaskCounts.beforeMerging(
            space, splits: splitCount, scorers: scorers, trainScores: scores.hasTrain)
    }

    /// How many tasks of each operation a plan has that merges and does not share.
    ///
    /// Found without making the tasks, in time linear in the variants of steps.
    public var countsMerged: [String: Int] {
        UnsharedTaskCounts.merged(
            space, splits: distinctSplits, scorers: scorers, trainScores: scores.hasTrain)
    }

    /// What a candidate sets.
    public func parameters(of candidate: Int) -> ParameterAssignment { space.parameters(of: candidate) }

    /// The pipeline that a candidate is.
    public func pipeline(of candidate: Int) -> Pipeline { space.pipeline(of: candidate) }
}
