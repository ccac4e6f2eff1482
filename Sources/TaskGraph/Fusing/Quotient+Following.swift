extension Quotient {
    /// Merges nodes into the groups they wait for.
    ///
    /// Returns a group name for each node.
    ///
    /// Nodes are visited in topological order. Each group has a level, fixed when it is created. A node only joins
    /// groups at the highest level among its inputs; if there are several, they are merged first. Its other inputs then
    /// have lower levels, so edges between groups still go to higher levels, and no cycle can arise. A node that joins
    /// no group starts one at the next level.
    func followed(_ target: FusionTarget) -> [Int] {
        var following = Following(self)
        for node in 0..<count { following.place(node, target) }
        return following.groups.representatives
    }
}

/// The groups so far, by their representatives.
private struct Following {
    let quotient: Quotient
    var groups: DisjointSets
    var levels: [Int]
    var seconds: [Double]
    /// The number of edges from each group to others, or to nodes not yet placed.
    var leaving: [Int]
    /// The amount of work that joined each group although others wait for the group.
    var allowed: [Double]
    /// For the current node, the index of each group among its predecessors.
    private var places: [(node: Int, place: Int)]

    init(_ quotient: Quotient) {
        self.quotient = quotient
        groups = DisjointSets(count: quotient.count)
        levels = [Int](repeating: 0, count: quotient.count)
        seconds = quotient.seconds
        leaving = quotient.readers.map(\.count)
        allowed = [Double](repeating: 0, count: quotient.count)
        places = Array(repeating: (-1, 0), count: quotient.count)
    }

    /// Returns the groups at the highest level among a node's inputs, with the number of edges and bytes from each.
    private mutating func deepest(before node: Int) -> [(group: Int, edges: Int, bytes: Int)] {
        var before: [(group: Int, edges: Int, bytes: Int)] = []
        for (predecessor, bytes) in quotient.predecessors[node] {
            let group = groups.find(predecessor)
            if let deepest = before.first, levels[deepest.group] != levels[group] {
                guard levels[deepest.group] < levels[group] else { continue }
                before.removeAll()
            }
            if places[group].node == node {
                before[places[group].place].edges += 1
                before[places[group].place].bytes += bytes
            } else {
                places[group] = (node, before.count)
                before.append((group, 1, bytes))
            }
        }
        return before
    }

    mutating func place(_ node: Int, _ target: FusionTarget) {
        let before = deepest(before: node)
        guard let main = before.max(by: { seconds[$0.group] < seconds[$1.group] }) else { return }
        levels[node] = levels[main.group] + 1

        let own = seconds[node]
        let sum = before.reduce(0) { $0 + seconds[$1.group] }
        let others = sum - seconds[main.group]
        let isAwaitedByAll = before.allSatisfy { leaving[$0.group] == $0.edges }
        let isShared = quotient.readers[node].count > 1
        let fits = sum + own <= target.seconds
        let bytes = before.reduce(0) { $0 + $1.bytes }
        if isAwaitedByAll {
            // A chain delays nobody. If both parts are worth a piece, and the result between them is moved in a fraction of
            // the time in which it is computed, the border costs little, and allows others to share the first part.
            let isWorthless =
                min(own, seconds[main.group]) < target.seconds
                || FusionTarget.transferSeconds(bytes: bytes) > seconds[main.group] / 10
            guard fits || (others <= target.tiny && isWorthless) else { return }
        } else {
            let isLight =
                own <= FusionTarget.transferSeconds(bytes: bytes) || (isShared && own <= target.tiny)
            let isAllowed =
                others <= target.tiny
                && before.reduce(own) { $0 + allowed[$1.group] } + others <= target.allowance
            // Joining moves the border behind the node, where it would cost more if the result is larger than the inputs.
            let more = FusionTarget.transferSeconds(bytes: quotient.resultBytes(of: node) - bytes)
            guard (isShared && fits && more <= target.tiny) || (isLight && isAllowed) else { return }
        }
        join(node, before, main.group, isFree: isAwaitedByAll || fits)
    }

    private mutating func join(
        _ node: Int, _ before: [(group: Int, edges: Int, bytes: Int)], _ main: Int, isFree: Bool
    ) {
        let edges = before.reduce(0) { $0 + $1.edges }
        if !isFree { allowed[main] += seconds[node] }
        for (group, _, _) in before where group != main {
            if !isFree { allowed[main] += seconds[group] }
            seconds[main] += seconds[group]
            leaving[main] += leaving[group]
            allowed[main] += allowed[group]
            groups.merge(group, into: main)
        }
        seconds[main] += seconds[node]
        leaving[main] += leaving[node] - edges
        groups.merge(node, into: main)
    }
}
