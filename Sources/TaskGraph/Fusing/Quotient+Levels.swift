// Nodes of one level never depend on one another, so any of them may be merged.

extension Quotient {
    /// Merges nodes with the same inputs and the same readers until they reach the target.
    ///
    /// Returns a group name for each node.
    func siblings(_ target: FusionTarget) -> [Int] {
        struct Family: Hashable {
            let level: Int
            let predecessors: [Int]
            let readers: [Int]
        }
        var families: [Family: [Int]] = [:]
        for node in 0..<count where seconds[node] < target.seconds {
            let family = Family(
                level: levels[node], predecessors: predecessors[node].map(\.node), readers: readers[node])
            families[family, default: []].append(node)
        }
        var groups = DisjointSets(count: count)
        for members in families.values { fill(members, target, &groups) }
        return groups.representatives
    }

    /// Merges tiny nodes of one level, whatever their inputs, until they reach the target.
    ///
    /// Returns a group name for each node.
    ///
    /// A node whose readers have enough work is not merged: its cost is small compared to theirs, and merging it with
    /// the prefix of another fold would join unrelated work.
    func filled(_ target: FusionTarget) -> [Int] {
        var groups = DisjointSets(count: count)
        var members: [Int] = []
        for node in 0..<count {
            if let first = members.first, levels[first] != levels[node] {
                fill(members, target, &groups)
                members.removeAll()
            }
            if seconds[node] < target.tiny, workBehind(node) < target.seconds { members.append(node) }
        }
        fill(members, target, &groups)
        return groups.representatives
    }

    /// Returns the work of a node's readers, with a share of readers that have several inputs.
    private func workBehind(_ node: Int) -> Double {
        readers[node].reduce(0) { $0 + seconds[$1] / Double(predecessors[$1].count) }
    }

    /// Merges nodes in order, starting a new group whenever one reaches the target.
    ///
    /// A remainder that does not is added to the last group that does.
    private func fill(_ members: [Int], _ target: FusionTarget, _ groups: inout DisjointSets) {
        var sum = 0.0
        var last: Int?
        var current: Int?
        for node in members {
            if let current { groups.merge(node, into: current) }
            current = current ?? node
            sum += seconds[node]
            if sum >= target.seconds {
                (last, current, sum) = (current, nil, 0)
            }
        }
        if let last, let current { groups.merge(current, into: last) }
    }

    /// Merges all nodes of consecutive levels whose total is at most the target and on which little work depends.
    ///
    /// Returns a group name for each node.
    func mergedLevels(_ target: FusionTarget) -> [Int] {
        var sums = [Double](repeating: 0, count: (levels.last ?? -1) + 1)
        for node in 0..<count {
            sums[levels[node]] += workBehind(node) < target.seconds ? seconds[node] : .infinity
        }
        /// The first level of each level's run of levels; nil if it is in none.
        var runs = [Int?](repeating: nil, count: sums.count)
        var start = 0
        var sum = 0.0
        for level in sums.indices {
            if sum + sums[level] > target.seconds {
                (start, sum) = (level, 0)
            }
            sum += sums[level]
            if sum <= target.seconds { runs[level] = start }
        }
        var groups = DisjointSets(count: count)
        var firsts: [Int: Int] = [:]
        for node in 0..<count {
            guard let run = runs[levels[node]] else { continue }
            if let first = firsts[run] { groups.merge(node, into: first) } else { firsts[run] = node }
        }
        return groups.representatives
    }
}
