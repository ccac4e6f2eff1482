/// DisjointSets of nodes that grow by merging (Tarjan 1975).
struct DisjointSets: Sendable {
    private var parents: [Int]

    /// Every node a group of its own.
    init(count: Int) {
        parents = Array(0..<count)
    }

    /// The node that stands for the group of a node.
    mutating func find(_ node: Int) -> Int {
        var node = node
        while parents[node] != node {
            parents[node] = parents[parents[node]]
            node = parents[node]
        }
        return node
    }

    /// Puts the group of `node` to that of `root`; the latter's representative stays.
    mutating func merge(_ node: Int, into root: Int) {
        parents[find(node)] = find(root)
    }

    /// The representative of each node's group.
    var representatives: [Int] {
        var copy = self
        return parents.indices.map { copy.find($0) }
    }
}
