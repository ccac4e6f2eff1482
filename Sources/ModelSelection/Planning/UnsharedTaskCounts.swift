import Learning
import TaskGraph

/// The number of tasks of a search without sharing traits, by operation, computed without creating the tasks.
///
/// The candidates of a grid are all combinations of its steps' variants, so the number of distinct chains up to a step
/// is the product of the numbers of distinct variants. Several grids may have common chains: variants are grouped by
/// the grids that contain them, and each group is counted separately.
///
/// - Complexity: O(variants), multiplied by the number of such groups.
struct UnsharedTaskCounts {
    /// The number of tasks, by operation name.
    private(set) var byName: [String: Int] = ["target": 1]

    private let origins: StepOrigins
    private let codes: JoinedCodes
    private let splits: DistinctSplits
    private let scorers: [Scorer]
    private let trainScores: Bool

    /// Returns the counts if chains share only the data.
    static func beforeMerging(
        _ space: CandidateSpace, _ sources: FeatureSources, splits: Int, scorers: [Scorer],
        trainScores: Bool
    ) -> [String: Int] {
        var counts = UnsharedTaskCounts(
            space, sources, DistinctSplits(train: splits, pairs: splits, rowSets: splits * 2), scorers,
            trainScores)
        counts.add("take-rows", 2 * (sources.sources.count + 1) * splits * space.count)
        if !counts.origins.branchEnds.isEmpty { counts.addJoins(chains: space.count) }
        for grid in space.alternatives {
            for (step, variants) in grid.variants.enumerated() where counts.origins.ofStep[step] != nil {
                for origin in variants.origins {  // each has the same number of variants
                    counts.add(
                        StepKind(origin, counts.codes), step, chains: grid.count / variants.origins.count)
                }
            }
        }
        return counts.byName
    }

    /// Returns the counts if the common parts of chains are merged.
    static func merged(
        _ space: CandidateSpace, _ sources: FeatureSources, splits: DistinctSplits, scorers: [Scorer],
        trainScores: Bool
    ) -> [String: Int] {
        var counts = UnsharedTaskCounts(space, sources, splits, scorers, trainScores)
        counts.add("take-rows", (sources.sources.count + 1) * splits.rowSets)
        let grids = space.alternatives.map { grid in
            grid.variants.map { Self.distinct($0, counts.codes) }
        }
        let all = Array(grids.indices)
        for source in sources.sources.indices {
            counts.follow(all, of: grids, through: counts.origins.steps(after: source)[...], chains: 1)
        }
        if !counts.origins.branchEnds.isEmpty {
            let active = counts.origins.ofStep.indices.filter { counts.origins.ofStep[$0] != nil }
            counts.follow(all, of: grids, through: active[...], chains: 1, countsFromJoin: true)
        }
        return counts.byName
    }

    private init(
        _ space: CandidateSpace, _ sources: FeatureSources, _ splits: DistinctSplits, _ scorers: [Scorer],
        _ trainScores: Bool
    ) {
        origins = StepOrigins(space.pipeline, sources.layout)
        codes = JoinedCodes(space, origins)
        self.splits = splits
        self.scorers = scorers
        self.trainScores = trainScores
        byName["features"] = sources.sources.count
    }

    /// The kind of a step, and whether its training rows are cross-fitted.
    private struct StepKind: Hashable {
        let name: String
        let isCrossFitted: Bool

        /// Whether the step reads the codes of the rows of all branches.
        let readsCodes: Bool

        init(_ estimator: any Estimator, _ codes: JoinedCodes) {
            name = type(of: estimator).kind
            isCrossFitted = estimator is any CrossFittedTransformer
            readsCodes = codes.areRead(by: estimator)
        }
    }

    /// Returns a step's variants by the digest of their fit, with their kinds.
    private static func distinct(_ variants: GridVariants, _ codes: JoinedCodes) -> [TaskKey: StepKind] {
        let encoder = VariantEncoder(variants)
        var found: [TaskKey: StepKind] = [:]
        var scratch = CanonicalEncoder()
        for variant in 0..<variants.count {
            let kind = StepKind(variants.origins[variants.origin(of: variant)], codes)
            scratch.removeAll()
            scratch.append(kind.name)
            encoder.encode(variant, into: &scratch)
            found[scratch.digest] = kind
        }
        return found
    }

    /// Counts the tasks of some steps, after a number of chains common to some grids.
    ///
    /// - Parameter countsFromJoin: Whether to count only the tasks that join branches, and those of later steps.
    private mutating func follow(
        _ grids: [Int], of variants: [[[TaskKey: StepKind]]], through steps: ArraySlice<Int>, chains: Int,
        countsFromJoin: Bool = false
    ) {
        guard let step = steps.first else { return }
        var owners: [TaskKey: [Int]] = [:]
        for grid in grids {
            for variant in variants[grid][step].keys { owners[variant, default: []].append(grid) }
        }
        let isAfterJoin = steps.allSatisfy { origins.branch(of: $0) == nil }
        if countsFromJoin, origins.ofStep[step] == .join {
            // The rows of all branches with codes, and without.
            let forms = Set(grids.flatMap { variants[$0][step].values.map(\.readsCodes) }).count
            addJoins(chains: chains * forms)
        }
        for (owners, some) in Dictionary(grouping: owners.keys, by: { owners[$0] ?? [] }) {
            let kinds = Dictionary(grouping: some) { variants[owners[0]][step][$0] }
            if !countsFromJoin || isAfterJoin {
                for case (let kind?, let some) in kinds { add(kind, step, chains: chains * some.count) }
            }
            follow(
                owners, of: variants, through: steps.dropFirst(), chains: chains * some.count,
                countsFromJoin: countsFromJoin)
        }
    }

    /// Counts the tasks that join the branches of a number of chains.
    private mutating func addJoins(chains: Int) {
        add("join-columns", chains * (splits.train + splits.pairs))
    }

    /// Counts the tasks of a step of some kind after a number of chains in every split.
    private mutating func add(_ kind: StepKind, _ step: Int, chains: Int) {
        add("fit-\(kind.name)", chains * splits.train)
        guard step == origins.ofStep.count - 1 else {
            add("transform-\(kind.name)", chains * (splits.pairs + (kind.isCrossFitted ? 0 : splits.train)))
            if kind.isCrossFitted { add("cross-fit-\(kind.name)", chains * splits.train) }
            return
        }
        let predicted = chains * (splits.pairs + (trainScores ? splits.train : 0))
        add("predict", predicted)
        for scorer in scorers { add("score-\(scorer.name)", predicted) }
    }

    private mutating func add(_ name: String, _ count: Int) { byName[name, default: 0] += count }
}

/// The numbers of distinct splits of a search.
struct DistinctSplits {
    /// The number of distinct training sets.
    let train: Int

    /// The number of distinct pairs of training and test sets.
    let pairs: Int

    /// The number of distinct sets of either kind.
    let rowSets: Int
}

extension DistinctSplits {
    /// Counts the distinct splits, from the operations that take the rows of each.
    init(
        _ operations: some Sequence<
            (train: RegisteredOperation<TakeRows>, test: RegisteredOperation<TakeRows>)
        >
    ) {
        typealias Take = RegisteredOperation<TakeRows>
        var (trains, pairs, rowSets) = (Set<Take>(), Set<[Take]>(), Set<Take>())
        for (train, test) in operations {
            trains.insert(train)
            pairs.insert([train, test])
            rowSets.formUnion([train, test])
        }
        self.init(train: trains.count, pairs: pairs.count, rowSets: rowSets.count)
    }
}
