extension Quotient {
    /// Lets nodes join the groups they wait for; gives a name for each node's group.
    ///
    /// Nodes are taken in topological order. Each group has a level, fixed when it is begun; a node joins only
    /// groups at the highest level among those it reads from, of which several first become one. All else it
    /// reads is then of lower levels, so that what crosses from group to group still goes up: no cycle can
    /// come to be. A node that joins none begins a group one level up.
    func followed(_ target: FusionTarget) -> [Int] {
        var following = Following(self)
        for node in 0..<count { following.place(node, target) }
        return following.groups.representatives
    }
}

/// The groups made so far, by the node that stands for each.
private struct Following {
    let quotient: Quotient
    var groups: DisjointSets
    var levels: [Int]
    var seconds: [Double]
    /// How many edges leave each group for others, or for nodes not placed yet.
    var leaving: [Int]
    /// How much work has joined each group although others wait for the group.
    var allowed: [Double]
    /// For the node at hand, where each group stands among those before it.
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

    /// The groups at the highest level among those that a node reads from, how many edges lead from each to
    /// the node, and how many bytes.
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
            // A chain: nobody is held up. Where both parts are worth a piece, the border costs nothing much,
            // and lets others share the first part.
            let isWorthless = min(own, seconds[main.group]) < target.seconds
            guard fits || (others <= target.tiny && isWorthless) else { return }
        } else {
            let isLight =
                own <= FusionTarget.transferSeconds(bytes: bytes) || (isShared && own <= target.tiny)
            let isAllowed =
                others <= target.tiny
                && before.reduce(own) { $0 + allowed[$1.group] } + others <= target.allowance
            guard (isShared && fits) || (isLight && isAllowed) else { return }
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
