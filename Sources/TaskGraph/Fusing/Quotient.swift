/// A quotient graph: the tasks in groups, with the groups as nodes.
///
/// Nodes are numbered level by level, and within a level by their most urgent task.
struct Quotient: Sendable {
    /// The node of each task.
    let nodes: [Int]

    /// The number of nodes.
    var count: Int { seconds.count }

    /// The duration of each node's tasks.
    let seconds: [Double]

    /// The maximum number of nodes on a path to each node from one without predecessors.
    let levels: [Int]

    /// The nodes whose results each node reads, ascending, with the number of bytes.
    let predecessors: [[(node: Int, bytes: Int)]]

    /// The nodes that read each node's results, ascending.
    let readers: [[Int]]

    /// Returns the maximum number of bytes that a reader of a node reads from it.
    func resultBytes(of node: Int) -> Int {
        readers[node].lazy.map { reader in
            predecessors[reader].first { $0.node == node }?.bytes ?? 0
        }.max() ?? 0
    }

    /// Creates a quotient with a node for each task.
    init(of graph: FusionGraph) {
        self.init(of: graph, nodes: Array(graph.tasks.indices))
    }

    /// Creates a quotient with the given groups, which must not form a cycle; any numbers may name them.
    ///
    /// - Complexity: Linear in tasks and inputs, except for sorting.
    init(of graph: FusionGraph, nodes names: [Int]) {
        var groups = Self.renumbered(names)
        var edges = Self.edges(of: graph, groups)
        let levels = Self.levels(edges)
        // The groups are numbered by their first task so far; a stable sort keeps this order within a level.
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

    /// Returns the groups, numbered by their first task.
    private static func renumbered(_ names: [Int]) -> [Int] {
        var numbers: [Int: Int] = [:]
        return names.map { name in
            if let number = numbers[name] { return number }
            numbers[name] = numbers.count
            return numbers.count - 1
        }
    }

    /// Returns, for each group, the groups whose results it reads, with the number of bytes.
    private static func edges(of graph: FusionGraph, _ groups: [Int]) -> [[(node: Int, bytes: Int)]] {
        let count = (groups.max() ?? -1) + 1
        var members = [[Int]](repeating: [], count: count)
        for (task, group) in groups.enumerated() { members[group].append(task) }
        var edges = [[(node: Int, bytes: Int)]](repeating: [], count: count)
        // Whether a task was counted for the current group, and the index of each group among its edges.
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
