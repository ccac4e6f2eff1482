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
    private(set) var byName: [String: Int] = ["features": 1, "target": 1]

    private let splits: DistinctSplits
    private let scorers: [Scorer]
    private let trainScores: Bool

    /// Returns the counts if chains share only the data.
    static func beforeMerging(
        _ space: CandidateSpace, splits: Int, scorers: [Scorer], trainScores: Bool
    ) -> [String: Int] {
        var counts = UnsharedTaskCounts(
            splits: DistinctSplits(train: splits, pairs: splits, rowSets: splits * 2), scorers, trainScores)
        counts.add("take-rows", 4 * splits * space.count)
        for grid in space.alternatives {
            for (step, variants) in grid.variants.enumerated() {
                let isLast = step == grid.variants.count - 1
                for origin in variants.origins {  // each has the same number of variants
                    counts.add(
                        type(of: origin).kind, chains: grid.count / variants.origins.count, isLast)
                }
            }
        }
        return counts.byName
    }

    /// Returns the counts if the common parts of chains are merged.
    static func merged(
        _ space: CandidateSpace, splits: DistinctSplits, scorers: [Scorer], trainScores: Bool
    ) -> [String: Int] {
        var counts = UnsharedTaskCounts(splits: splits, scorers, trainScores)
        counts.add("take-rows", 2 * splits.rowSets)
        let grids = space.alternatives.map { grid in grid.variants.map(Self.distinct) }
        counts.follow(Array(grids.indices), of: grids, step: 0, chains: 1)
        return counts.byName
    }

    private init(splits: DistinctSplits, _ scorers: [Scorer], _ trainScores: Bool) {
        self.splits = splits
        self.scorers = scorers
        self.trainScores = trainScores
    }

    /// Returns a step's variants by the digest of their fit, with their kinds.
    private static func distinct(_ variants: GridVariants) -> [TaskKey: String] {
        let encoder = VariantEncoder(variants)
        var found: [TaskKey: String] = [:]
        var scratch = CanonicalEncoder()
        for variant in 0..<variants.count {
            let kind = type(of: variants.origins[variants.origin(of: variant)]).kind
            scratch.removeAll()
            scratch.append(kind)
            encoder.encode(variant, into: &scratch)
            found[scratch.digest] = kind
        }
        return found
    }

    /// Counts the tasks after a number of chains common to some grids.
    private mutating func follow(
        _ grids: [Int], of steps: [[[TaskKey: String]]], step: Int, chains: Int
    ) {
        var owners: [TaskKey: [Int]] = [:]
        for grid in grids {
            for variant in steps[grid][step].keys { owners[variant, default: []].append(grid) }
        }
        let isLast = step == steps[grids[0]].count - 1
        for (owners, variants) in Dictionary(grouping: owners.keys, by: { owners[$0] ?? [] }) {
            let kinds = Dictionary(grouping: variants) { steps[owners[0]][step][$0] ?? "" }
            for (kind, variants) in kinds { add(kind, chains: chains * variants.count, isLast) }
            if !isLast { follow(owners, of: steps, step: step + 1, chains: chains * variants.count) }
        }
    }

    /// Counts the tasks of a step of some kind after a number of chains in every split.
    private mutating func add(_ kind: String, chains: Int, _ isLast: Bool) {
        add("fit-\(kind)", chains * splits.train)
        guard isLast else { return add("transform-\(kind)", chains * (splits.train + splits.pairs)) }
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
