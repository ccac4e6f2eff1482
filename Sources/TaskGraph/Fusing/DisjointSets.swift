/// Disjoint sets of nodes that grow by merging (Tarjan 1975).
struct DisjointSets: Sendable {
    private var parents: [Int]

    /// Creates a set for each node.
    init(count: Int) {
        parents = Array(0..<count)
    }

    /// Returns the representative of a node's set.
    mutating func find(_ node: Int) -> Int {
        var node = node
        while parents[node] != node {
            parents[node] = parents[parents[node]]
            node = parents[node]
        }
        return node
    }

    /// Merges the set of `node` into that of `root`, whose representative is kept.
    mutating func merge(_ node: Int, into root: Int) {
        parents[find(node)] = find(root)
    }

    /// The representative of each node's set.
    var representatives: [Int] {
        var copy = self
        return parents.indices.map { copy.find($0) }
    }
}
