/// The tasks in groups: a graph whose nodes are the groups.
///
/// Nodes are numbered level by level, and within a level by their most urgent task.
struct Quotient: Sendable {
    /// The node that each task is in.
    let nodes: [Int]

    /// How many nodes there are.
    var count: Int { seconds.count }

    /// What each node's tasks take.
    let seconds: [Double]

    /// How many nodes lie at most on a way from a node without predecessors to each.
    let levels: [Int]

    /// The nodes whose results each reads, ascending, and how many bytes of each one's.
    let predecessors: [[(node: Int, bytes: Int)]]

    /// The nodes that read each one's results, ascending.
    let readers: [[Int]]

    /// Every task a node of its own.
    init(of graph: FusionGraph) {
        self.init(of: graph, nodes: Array(graph.tasks.indices))
    }

    /// The tasks in the given groups, which must not form a cycle; any numbers may name them.
    ///
    /// Linear in tasks and inputs, but for sorting.
    init(of graph: FusionGraph, nodes names: [Int]) {
        var groups = Self.renumbered(names)
        var edges = Self.edges(of: graph, groups)
        let levels = Self.levels(edges)
        // DisjointSets are numbered by their first task so far: a stable sort keeps that within a level.
        let order = levels.indices.sorted { (levels[$0], $0) < (levels[$1], $1) }
        var places = [Int](repeating: 0, count: order.count)
        for (place, group) in order.enumerated() { places[group] = place }
        for task in groups.indices { groups[task] = places[groups[task]] }
        edges = order.map { group in
            edges[group].map { (places[$0.node], $0.bytes) }.sorted { $0.0 < $1.0 }
        }
        var seconds = [Double](repeating: 0, count: order.count)
        for (task, group) in groups.enumerated() { seconds[group] += graph.seconds[task] }
        var readers = [[Int]](repeating: [], count: order.count)
        for (group, edges) in edges.enumerated() {
            for edge in edges { readers[edge.node].append(group) }
        }
        self.nodes = groups
        self.seconds = seconds
        self.levels = order.map { levels[$0] }
        self.predecessors = edges
        self.readers = readers
    }

    /// DisjointSets numbered by their first task.
    private static func renumbered(_ names: [Int]) -> [Int] {
        var numbers: [Int: Int] = [:]
        return names.map { name in
            if let number = numbers[name] { return number }
            numbers[name] = numbers.count
            return numbers.count - 1
        }
    }

    /// For each group, the groups it reads results of, and how many bytes.
    private static func edges(of graph: FusionGraph, _ groups: [Int]) -> [[(node: Int, bytes: Int)]] {
        let count = (groups.max() ?? -1) + 1
        var members = [[Int]](repeating: [], count: count)
        for (task, group) in groups.enumerated() { members[group].append(task) }
        var edges = [[(node: Int, bytes: Int)]](repeating: [], count: count)
        // Whether a task was counted for the group at hand, and at which place of its edges a group stands.
        var counted = [Int](repeating: -1, count: groups.count)
        var places = [(group: Int, place: Int)](repeating: (-1, 0), count: count)
        for group in 0..<count {
            for task in members[group] {
                for input in graph.inputs(of: task) {
                    let from = groups[input]
                    guard from != group, counted[input] != group else { continue }
                    counted[input] = group
                    if places[from].group != group {
                        places[from] = (group, edges[group].count)
                        edges[group].append((from, 0))
                    }
                    edges[group][places[from].place].bytes += graph.bytes[input]
                }
            }
        }
        return edges
    }

    private static func levels(_ edges: [[(node: Int, bytes: Int)]]) -> [Int] {
        var readers = [[Int]](repeating: [], count: edges.count)
        for (group, edges) in edges.enumerated() {
            for edge in edges { readers[edge.node].append(group) }
        }
        var missing = edges.map(\.count)
        var levels = [Int](repeating: 0, count: edges.count)
        var ready = missing.indices.filter { missing[$0] == 0 }
        var settled = 0
        while let group = ready.popLast() {
            settled += 1
            for reader in readers[group] {
                levels[reader] = max(levels[reader], levels[group] + 1)
                missing[reader] -= 1
                if missing[reader] == 0 { ready.append(reader) }
            }
        }
        precondition(settled == edges.count, "the groups form a cycle")
        return levels
    }
}
