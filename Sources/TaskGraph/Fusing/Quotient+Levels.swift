// Nodes of one level never depend on one another, so any of them may be merged.

extension Quotient {
    /// Puts together nodes that read from the same nodes and are read by the same, until they are worth the
    /// target; gives a name for each node's group.
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

    /// Puts together tiny nodes of one level, whatever they read, until they are worth the target; gives a
    /// name for each node's group.
    ///
    /// But a node that is read by enough work stays: what it costs is little beside that, and merged with the
    /// prefix of another fold it would tie together work that has nothing in common.
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

    /// The work of a node's readers; of a reader that reads several nodes, a share.
    private func workBehind(_ node: Int) -> Double {
        readers[node].reduce(0) { $0 + seconds[$1] / Double(predecessors[$1].count) }
    }

    /// Merges nodes in order, and begins anew whenever a group is worth the target; a rest that is not goes
    /// to the last group that is.
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

    /// Puts together all nodes of consecutive levels that are worth no more than the target in all, and that
    /// little work waits for; gives a name for each node's group.
    func mergedLevels(_ target: FusionTarget) -> [Int] {
        var sums = [Double](repeating: 0, count: (levels.last ?? -1) + 1)
        for node in 0..<count {
            sums[levels[node]] += workBehind(node) < target.seconds ? seconds[node] : .infinity
        }
        /// The first level of the run of levels that each is in; nil if it is in none.
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
