extension Quotient {
    /// Attaches tiny nodes to a node that their first reader waits for in any case.
    ///
    /// Returns a group name for each node.
    ///
    /// The first reader of a node is at the lowest level of all its readers, and the nodes it waits for are below it. A
    /// node that joins such a group at its own level or above is therefore raised to a level that is still below all
    /// its readers. Edges between groups still go to higher levels, so no cycle can arise.
    func attached(_ target: FusionTarget) -> [Int] {
        var groups = DisjointSets(count: count)
        // By the representative of a group.
        var allowed = [Double](repeating: 0, count: count)
        for node in 0..<count where seconds[node] < target.tiny {
            guard let reader = readers[node].first else { continue }
            let group = groups.find(node)
            var best: Int?
            for (candidate, _) in predecessors[reader] {
                let other = groups.find(candidate)
                guard other != group, levels[group] <= levels[other],
                    allowed[other] + allowed[group] + seconds[node] <= target.allowance
                else { continue }
                if best.map({ seconds[$0] < seconds[other] }) ?? true { best = other }
            }
            guard let best else { continue }
            allowed[best] += allowed[group] + seconds[node]
            groups.merge(group, into: best)
        }
        return groups.representatives
    }
}
