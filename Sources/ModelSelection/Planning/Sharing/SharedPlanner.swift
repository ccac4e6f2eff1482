import Learning
import TaskGraph

/// Converts candidates to tasks, sharing as many tasks as possible between candidates.
///
/// As in ``Planner``, every candidate has a chain of tasks in every split: a ``Space`` after each step, and a leaf that
/// fits the last step. ``SummaryTasks`` and ``KernelTasks`` insert the inputs of fits that sharing traits allow, which
/// read the rows of ``Spaces``, which read those of ``TableTasks``. Other steps have the tasks of ``Planner``.
struct SharedPlanner {
    let options: SearchOptions

    private let scorers: [Scorer]
    private let candidates: CandidateSpace
    private let splitCount: Int
    private let sources: FeatureSources
    private let origins: StepOrigins
    private let context: PlanningContext

    var steps: StepTasks
    var kernels: KernelTasks
    var leaves: LeafOperations
    var scores: ScoreTasks

    init(
        _ options: SearchOptions, _ data: Dataset, _ sources: FeatureSources, _ splits: [Split],
        _ candidates: CandidateSpace, _ requests: PredictionRequests, workers: Int,
        in context: PlanningContext
    ) {
        self.context = context
        self.options = options
        self.candidates = candidates
        scorers = options.scorers(for: data.target.problem)
        splitCount = splits.count
        let memory = MemoryPlan(budget: options.memoryBudget, workers: workers)
        self.sources = sources
        origins = StepOrigins(candidates.pipeline, sources.layout)
        steps = StepTasks(sources, WeightedTarget(of: data), splits, memory)
        kernels = KernelTasks(data.target, splits, trainScores: options.trainScores, memory)
        leaves = LeafOperations(requests, in: &steps.graph)
        scores = ScoreTasks(
            splitCount: splits.count, scorerCount: scorers.count, hasTrain: options.trainScores)
    }

    /// Inserts the chains of all candidates.
    mutating func lower(_ warnings: [String], _ stored: StoredSearch?) throws -> SearchPlan {
        let families = candidates.pipeline.steps.indices.dropLast().map { step in
            StepVariant.Families(candidates.alternatives.flatMap { $0.variants[step].estimators })
        }
        for grid in candidates.alternatives { try lower(grid, families) }
        var graph = steps.graph
        let isGathered = options.errorScore == .raise && options.racing == nil && stored == nil
        let gathered = isGathered ? graph.gather(scores) : nil
        return SearchPlan(
            graph: graph, splitCount: splitCount, scorers: scorers,
            warnings: warnings, sources: sources, space: candidates,
            distinctSplits: DistinctSplits(
                steps.spaces.table.splits.map { (train: $0.takeTrain, test: $0.takeTest) }),
            rowCounts: SplitRowCounts(steps.spaces.table.splits.map(\.split)),
            scores: scores, gathered: gathered, stored: stored, fallbacks: steps.fallbacks)
    }

    private mutating func lower(_ grid: CandidateSpace.Grid, _ families: [StepVariant.Families]) throws {
        let summaries = SummaryTasks(
            grid.variants.map(\.origins), origins, sources, steps.spaces.table, steps.memory)
        let amplifying = grid.variants.lastIndex { $0.estimators.contains { $0.amplifiesSmallColumns } }
        let variants = grid.variants.dropLast().enumerated().map { step, variants in
            steps.variants(variants.estimators, families[step], smallColumnsMatter: step < (amplifying ?? 0))
        }
        let last = grid.variants[grid.variants.count - 1]
        let groups = try LeafGroups(
            last, repetitions: splitCount * candidates.prefixCount(of: grid), in: context)
        var fits = LeafFits(groups, memoryBudget: steps.memory.perTask)
        var chains = Chains(grid, origins, splitCount: splitCount, groupCount: groups.groups.count)
        for combination in 0..<grid.count {
            try context.checkCancellation(at: combination)
            let firstNew = chains.advance(to: combination, of: grid)
            chains.extend(from: firstNew, by: &steps) { steps, space, step, variant in
                steps.space(after: space, variants[step][variant], summaries)
            }
            let (group, index) = groups.places[chains.lastVariant]
            let leaf = chains.leaves[group] ?? insertLeaf(group, of: &fits, &chains, summaries)
            scores.addCandidate(row: leaf.row, entry: leaf.isBatch ? index : nil)
        }
    }
}
