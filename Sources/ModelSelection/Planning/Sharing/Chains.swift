import TaskGraph

/// The chains of the previous candidate of a grid, by split.
struct Chains {
    let depth: Int

    /// The variant of each step.
    private(set) var chosen: [Int]

    /// The space after each step except the last, in each split; nil for a step of a branch without columns.
    private(set) var spaces: [[Int?]]

    /// Where each step reads its rows.
    private let origins: StepOrigins

    /// The scores of each group of last steps; nil for groups that were not inserted yet.
    private(set) var leaves: [ScoredLeaf?]

    /// The groups that were inserted.
    private var inserted: [Int] = []

    private var next: [Int]

    /// A group of last steps after one chain in every split.
    struct ScoredLeaf {
        /// The row of its scores.
        let row: Int

        /// Whether each candidate has an entry in the row.
        let isBatch: Bool
    }

    /// Creates chains without steps.
    ///
    /// - Parameters:
    ///   - grid: The grid.
    ///   - origins: Where each step reads its rows.
    ///   - splitCount: The number of splits.
    ///   - groupCount: The number of groups of last steps.
    init(_ grid: CandidateSpace.Grid, _ origins: StepOrigins, splitCount: Int, groupCount: Int) {
        depth = grid.variants.count
        chosen = [Int](repeating: -1, count: depth)
        next = chosen
        self.origins = origins
        spaces = Array(repeating: [], count: splitCount)
        leaves = Array(repeating: nil, count: groupCount)
    }

    /// Returns the space that the last step reads.
    func end(_ split: Int, in all: inout Spaces) -> Int {
        origins.ofStep[depth - 1].map { space($0, split, in: &all) } ?? all.source(0, split)
    }

    private func space(_ origin: StepOrigins.Origin, _ split: Int, in all: inout Spaces) -> Int {
        switch origin {
        case .source(let source): all.source(source, split)
        case .step(let step): spaces[split][step] ?? all.source(0, split)
        case .join: all.join(origins.branchEnds.map { space($0, split, in: &all) })
        }
    }

    /// The variant of the last step.
    var lastVariant: Int { chosen[depth - 1] }

    /// Advances to another candidate, and returns the first step that differs.
    mutating func advance(to combination: Int, of grid: CandidateSpace.Grid) -> Int {
        grid.variantIndices(of: combination, into: &next)
        swap(&chosen, &next)
        return (0..<depth).first { chosen[$0] != next[$0] } ?? depth
    }

    /// Replaces every split's chain from a step on, except for the last step, and forgets the groups of last steps.
    ///
    /// - Parameters:
    ///   - first: The first step that differs.
    ///   - steps: Inserts the tasks of steps.
    ///   - transform: Returns the space after a step's variant.
    mutating func extend(
        from first: Int, by steps: inout StepTasks,
        _ transform: (inout StepTasks, _ space: Int, _ step: Int, _ variant: Int) -> Int
    ) {
        guard first < depth - 1 else { return }
        for split in spaces.indices {
            spaces[split].removeLast(spaces[split].count - min(first, spaces[split].count))
            for step in spaces[split].count..<depth - 1 {
                let next = origins.ofStep[step].map { origin in
                    let space = space(origin, split, in: &steps.spaces)
                    return transform(&steps, space, step, chosen[step])
                }
                spaces[split].append(next)
            }
        }
        for group in inserted { leaves[group] = nil }
        inserted.removeAll()
    }

    /// Records the scores of a group of last steps.
    mutating func insert(_ leaf: ScoredLeaf, of group: Int) {
        leaves[group] = leaf
        inserted.append(group)
    }
}
