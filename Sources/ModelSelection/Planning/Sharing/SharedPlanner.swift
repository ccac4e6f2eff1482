import Learning
import LinearAlgebra
import TaskGraph

/// Lowers candidates to tasks of which as many as possible serve several candidates.
///
/// As ``Planner`` does, it lays a chain of tasks a candidate and split; but where a step says what of it can be shared
/// the tasks are those of ``SharedTasks``. Steps that say nothing get the tasks that ``Planner`` gives them.
struct SharedPlanner {
    private let search: GridSearch
    private let space: CandidateSpace
    private let responses: Responses
    private let scorers: [Scorer]
    private let splitCount: Int
    private let features: FeatureSource
    private var tasks: SharedTasks
    private var testScores: [TaskID] = []
    private var trainScores: [TaskID] = []

    /// The operations that pick a candidate's answer.
    private var picks: [OperationID] = []

    init(
        _ search: GridSearch, _ data: Supervised, _ splits: [Split], _ space: CandidateSpace,
        _ responses: Responses, workers: Int
    ) {
        self.search = search
        self.space = space
        self.responses = responses
        scorers = search.scorers(for: data.target.task)
        splitCount = splits.count
        var graph = TaskGraph()
        self.features = FeatureSource(features: data.features)
        let features = graph.insert(self.features, inputs: [])
        let target = graph.insert(TargetSource(target: data.target), inputs: [])
        tasks = SharedTasks(
            graph, features, target, data, splits,
            memory: MemoryPlan(budget: search.memoryBudget, workers: workers),
            trainScores: search.trainScores)
    }

    /// Lays the chains of all candidates.
    mutating func lower(_ warnings: [String]) -> SearchPlan {
        let chainCount = space.count * splitCount
        testScores.reserveCapacity(chainCount * scorers.count)
        // Nearly all tasks of a large search are scores, and the picks that these read; some fit and predict.
        let scoresAndPicks = chainCount * (scorers.count + 1) * (search.trainScores ? 2 : 1)
        let taskCount = scoresAndPicks + scoresAndPicks / 8
        tasks.graph.reserveCapacity(tasks: taskCount, inputs: 2 * taskCount)
        let scores = scorers.map { tasks.graph.register(Score(scorer: $0)) }
        let testTargets = (0..<splitCount).map { tasks.targets($0, .test) }
        for grid in space.alternatives {
            tasks.begin(grid.variants.lazy.map(\.origins).joined())
            let amplifying = grid.variants.lastIndex { $0.estimators.contains { $0.amplifiesSmallColumns } }
            let variants = grid.variants.dropLast().enumerated().map { step, variants in
                self.variants(of: variants.estimators, smallColumnsMatter: step < (amplifying ?? 0))
            }
            let last = grid.variants[grid.variants.count - 1]
            let groups = LeafGroups(last, repetitions: splitCount * (grid.count / max(1, last.count)))
            var chains = Chains(grid, splitCount: splitCount, groupCount: groups.groups.count)
            for combination in 0..<grid.count {
                let firstNew = chains.advance(to: combination, of: grid)
                let (group, index) = groups.places[chains.chosen[chains.depth - 1]]
                for split in 0..<splitCount {
                    if firstNew < chains.depth - 1 { extend(&chains, split, from: firstNew, variants) }
                    let leaf =
                        chains.leaves[split][group] ?? insertLeaf(group, of: groups, &chains, split)
                    let answer = pick(index, of: leaf.test, leaf)
                    for score in scores {
                        testScores.append(tasks.graph.insert(score, inputs: answer, testTargets[split]))
                    }
                    guard let train = leaf.train else { continue }
                    let trainAnswer = pick(index, of: train, leaf)
                    let targets = tasks.targets(split, leaf.order)
                    for score in scores {
                        trainScores.append(tasks.graph.insert(score, inputs: trainAnswer, targets))
                    }
                }
            }
        }
        return SearchPlan(
            graph: tasks.graph, splitCount: splitCount, scorers: scorers,
            naiveTaskCount: Planner.naiveTaskCount(search, chainCount, scorers.count), warnings: warnings,
            features: features, space: space, testScores: testScores, trainScores: trainScores,
            reasons: tasks.reasons, fallbacks: tasks.fallbacks)
    }

    /// Where the chains of the candidate before stand, split by split.
    private struct Chains {
        let depth: Int

        /// The variant of each step.
        var chosen: [Int]

        /// The spaces after each step but the last.
        var spaces: [[Int]]

        /// The leaves behind the last of them, by group, and what they are before any was inserted.
        var leaves: [[SharedTasks.Leaf?]]
        let noLeaves: [SharedTasks.Leaf?]

        private var next: [Int]

        init(_ grid: CandidateSpace.Grid, splitCount: Int, groupCount: Int) {
            depth = grid.variants.count
            chosen = [Int](repeating: -1, count: depth)
            next = chosen
            spaces = Array(repeating: [], count: splitCount)
            noLeaves = Array(repeating: nil, count: groupCount)
            leaves = Array(repeating: noLeaves, count: splitCount)
        }

        /// Moves to another candidate and returns the first step that differs.
        mutating func advance(to combination: Int, of grid: CandidateSpace.Grid) -> Int {
            grid.variantIndices(of: combination, into: &next)
            swap(&chosen, &next)
            return (0..<depth).first { chosen[$0] != next[$0] } ?? depth
        }
    }

    /// Lays a split's chain anew from a step on, up to the last but one.
    private mutating func extend(
        _ chains: inout Chains, _ split: Int, from first: Int, _ variants: [[StepVariant]]
    ) {
        chains.spaces[split].removeLast(chains.spaces[split].count - min(first, chains.spaces[split].count))
        chains.leaves[split] = chains.noLeaves
        for step in chains.spaces[split].count..<chains.depth - 1 {
            let space = tasks.space(
                after: chains.spaces[split].last, variants[step][chains.chosen[step]], split)
            chains.spaces[split].append(space)
        }
    }

    private mutating func insertLeaf(
        _ group: Int, of groups: LeafGroups, _ chains: inout Chains, _ split: Int
    ) -> SharedTasks.Leaf {
        let leaf = tasks.leaf(
            group, of: groups, after: chains.spaces[split].last, split, responses,
            trainScores: search.trainScores)
        chains.leaves[split][group] = leaf
        return leaf
    }

    /// The task that gives one candidate's answer.
    private mutating func pick(_ index: Int, of answers: TaskID, _ leaf: SharedTasks.Leaf) -> TaskID {
        guard leaf.isBatch else { return answers }
        while picks.count <= index { picks.append(tasks.graph.register(Pick(index: picks.count))) }
        return tasks.graph.insert(picks[index], inputs: answers)
    }

    /// What is true of the variants of a step, and of them together.
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
