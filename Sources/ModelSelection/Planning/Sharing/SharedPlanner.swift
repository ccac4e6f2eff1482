import Learning
import LinearAlgebra
import TaskGraph

/// Converts candidates to tasks, sharing as many tasks as possible between candidates.
///
/// As in ``Planner``, every candidate has a chain of tasks in every split. For steps with sharing traits, the tasks are
/// those of ``SharedTasks``; other steps have the tasks of ``Planner``.
struct SharedPlanner {
    private let search: GridSearch
    private let space: CandidateSpace
    private let kinds: PredictionKinds
    private let scorers: [Scorer]
    private let splitCount: Int
    private let features: FeatureSource
    private var tasks: SharedTasks
    private var scores: ScoreTasks
    private let context: PlanningContext

    init(
        _ search: GridSearch, _ data: Dataset, _ splits: [Split], _ space: CandidateSpace,
        _ kinds: PredictionKinds, workers: Int, in context: PlanningContext
    ) {
        self.context = context
        self.search = search
        self.space = space
        self.kinds = kinds
        scorers = search.scorers(for: data.target.problem)
        splitCount = splits.count
        scores = ScoreTasks(
            splitCount: splits.count, scorerCount: scorers.count, hasTrain: search.trainScores)
        var graph = TaskGraph()
        self.features = FeatureSource(features: data.features)
        let features = graph.insert(self.features, inputs: [])
        let target = graph.insert(TargetSource(target: data.target), inputs: [])
        tasks = SharedTasks(
            graph, features, target, data, splits,
            memory: MemoryPlan(budget: search.memoryBudget, workers: workers),
            trainScores: search.trainScores)
    }

    /// Inserts the chains of all candidates.
    mutating func lower(_ warnings: [String]) throws -> SearchPlan {
        for grid in space.alternatives { try lower(grid) }
        var graph = tasks.graph
        let gathered = search.errorScore == .raise ? graph.gather(scores) : nil
        return SearchPlan(
            graph: graph, splitCount: splitCount, scorers: scorers,
            warnings: warnings, features: features, space: space,
            distinctSplits: DistinctSplits(tasks.splits.map { (train: $0.takeTrain, test: $0.takeTest) }),
            scores: scores, gathered: gathered,
            reasons: tasks.reasons, fallbacks: tasks.fallbacks)
    }

    private mutating func lower(_ grid: CandidateSpace.Grid) throws {
        tasks.begin(grid.variants.lazy.map(\.origins).joined())
        let amplifying = grid.variants.lastIndex { $0.estimators.contains { $0.amplifiesSmallColumns } }
        let variants = grid.variants.dropLast().enumerated().map { step, variants in
            self.variants(of: variants.estimators, smallColumnsMatter: step < (amplifying ?? 0))
        }
        let last = grid.variants[grid.variants.count - 1]
        let groups = try LeafGroups(
            last, repetitions: splitCount * (grid.count / max(1, last.count)), in: context)
        var chains = Chains(grid, splitCount: splitCount, groupCount: groups.groups.count)
        for combination in 0..<grid.count {
            try context.checkCancellation(at: combination)
            let firstNew = chains.advance(to: combination, of: grid)
            if firstNew < chains.depth - 1 {
                for split in 0..<splitCount { extend(&chains, split, from: firstNew, variants) }
                chains.forgetLeaves()
            }
            let (group, index) = groups.places[chains.chosen[chains.depth - 1]]
            let leaf = chains.leaves[group] ?? insertLeaf(group, of: groups, &chains)
            scores.addCandidate(row: leaf.row, entry: leaf.isBatch ? index : nil)
        }
    }

    /// A group of last steps after one chain in every split.
    private struct ScoredLeaf {
        /// The row of its scores.
        let row: Int

        /// Whether each candidate has an entry in the row.
        let isBatch: Bool
    }

    /// The chains of the previous candidate, by split.
    private struct Chains {
        let depth: Int

        /// The variant of each step.
        var chosen: [Int]

        /// The spaces after each step except the last.
        var spaces: [[Int]]

        /// The scores of each group of last steps; nil for groups that were not inserted yet.
        private(set) var leaves: [ScoredLeaf?]

        /// The groups that were inserted.
        private var inserted: [Int] = []

        private var next: [Int]

        init(_ grid: CandidateSpace.Grid, splitCount: Int, groupCount: Int) {
            depth = grid.variants.count
            chosen = [Int](repeating: -1, count: depth)
            next = chosen
            spaces = Array(repeating: [], count: splitCount)
            leaves = Array(repeating: nil, count: groupCount)
        }

        mutating func insert(_ leaf: ScoredLeaf, of group: Int) {
            leaves[group] = leaf
            inserted.append(group)
        }

        mutating func forgetLeaves() {
            for group in inserted { leaves[group] = nil }
            inserted.removeAll()
        }

        /// Advances to another candidate, and returns the first step that differs.
        mutating func advance(to combination: Int, of grid: CandidateSpace.Grid) -> Int {
            grid.variantIndices(of: combination, into: &next)
            swap(&chosen, &next)
            return (0..<depth).first { chosen[$0] != next[$0] } ?? depth
        }
    }

    /// Replaces a split's chain from a step on, except for the last step.
    private mutating func extend(
        _ chains: inout Chains, _ split: Int, from first: Int, _ variants: [[StepVariant]]
    ) {
        chains.spaces[split].removeLast(chains.spaces[split].count - min(first, chains.spaces[split].count))
        for step in chains.spaces[split].count..<chains.depth - 1 {
            let space = tasks.space(
                after: chains.spaces[split].last, variants[step][chains.chosen[step]], split)
            chains.spaces[split].append(space)
        }
    }

    /// Fits a group of last steps in every split, and scores it.
    private mutating func insertLeaf(
        _ group: Int, of groups: LeafGroups, _ chains: inout Chains
    ) -> ScoredLeaf {
        var isBatch = false
        for split in 0..<splitCount {
            let leaf = tasks.leaf(
                group, of: groups, after: chains.spaces[split].last, split, kinds,
                trainScores: search.trainScores)
            isBatch = leaf.isBatch
            for scorer in scorers {
                scores.append(tasks.score(leaf.test, tasks.targets(split, .test), leaf, by: scorer))
            }
            guard let train = leaf.train else { continue }
            for scorer in scorers {
                scores.append(train: tasks.score(train, tasks.targets(split, leaf.order), leaf, by: scorer))
            }
        }
        let leaf = ScoredLeaf(row: scores.rowCount - 1, isBatch: isBatch)
        chains.insert(leaf, of: group)
        return leaf
    }

    /// Returns the properties of a step's variants.
    private mutating func variants(
        of estimators: [any Estimator], smallColumnsMatter: Bool
    ) -> [StepVariant] {
        var families: [TaskKey: [any NestedEstimator]] = [:]
        for estimator in estimators.lazy.compactMap({ $0 as? any NestedEstimator })
        where estimator.nestedSize != nil {
            families[estimator.familyDigest, default: []].append(estimator)
        }
        families = families.mapValues { family in
            var sizes: Set<Int> = []
            return family.sorted { $0.nestedSize ?? 0 > $1.nestedSize ?? 0 }
                .filter { sizes.insert($0.nestedSize ?? 0).inserted }
        }
        return estimators.map { estimator in
            var variant = tasks.variant(estimator, smallColumnsMatter: smallColumnsMatter)
            if let nested = estimator as? any NestedEstimator, let size = nested.nestedSize,
                let family = families[nested.familyDigest], family.count > 1
            {
                let place = family.firstIndex { $0.nestedSize == size } ?? 0
                variant.family = StepVariant.Family(estimators: family, place: place)
            }
            return variant
        }
    }
}
