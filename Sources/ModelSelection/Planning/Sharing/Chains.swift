import TaskGraph

/// The chains of the previous candidate of a grid, by split.
struct Chains {
    let depth: Int

    /// The variant of each step.
    private(set) var chosen: [Int]

    /// The spaces of each split: of the table, and after each step except the last.
    private(set) var spaces: [[Int]]

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
    ///   - spaces: The space of the table in each split.
    ///   - groupCount: The number of groups of last steps.
    init(_ grid: CandidateSpace.Grid, from spaces: [Int], groupCount: Int) {
        depth = grid.variants.count
        chosen = [Int](repeating: -1, count: depth)
        next = chosen
        self.spaces = spaces.map { [$0] }
        leaves = Array(repeating: nil, count: groupCount)
    }

    /// Returns the space before the last step.
    func end(_ split: Int) -> Int { spaces[split][spaces[split].count - 1] }

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
    /// - Parameter transform: Returns the space after a step's variant.
    mutating func extend(from first: Int, by transform: (_ space: Int, _ step: Int, _ variant: Int) -> Int) {
        guard first < depth - 1 else { return }
        for split in spaces.indices {
            spaces[split].removeLast(spaces[split].count - min(first + 1, spaces[split].count))
            for step in spaces[split].count - 1..<depth - 1 {
                spaces[split].append(transform(end(split), step, chosen[step]))
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
