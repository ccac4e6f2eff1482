package import TaskGraph

extension Workload {
    /// Creates a workload with one job for each piece of a graph and for each data source.
    ///
    /// Results of a piece that are read by the same pieces are transferred together. If there are several such
    /// groups, each is a separate task of the scheduler, and so are the requested outputs (see `DaskScheduler`). The
    /// urgency of a piece is that of its most urgent task.
    ///
    /// - Parameters:
    ///   - pieces: The pieces that `outputs` depend on.
    ///   - graph: The graph of the pieces.
    ///   - outputs: The tasks whose results are requested.
    ///   - costs: The estimated or measured duration and result size of each task.
    /// - Complexity: Linear in the number of tasks and of results that pieces exchange.
    package init(_ pieces: FusedGraph, of graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
        self.init()
        let order = ExecutionOrder(of: graph, outputs: outputs)
        var readers: [TaskID: [Int]] = [:]
        for (number, piece) in pieces.pieces.enumerated() {
            for input in piece.inputs { readers[input, default: []].append(number) }
        }
        var locations: [TaskID: ResultID] = [:]
        for source in pieces.sources {
            let bytes = costs[source].bytes
            locations[source] = add(Job(seconds: 0, payloadBytes: bytes), resultBytes: [bytes])[0]
        }
        let wanted = Set(outputs)
        for piece in pieces.pieces {
            var groups: [[TaskID]] = []
            var places: [[Int]: Int] = [:]
            for output in piece.outputs {
                guard let own = readers[output] else { continue }
                if let place = places[own] {
                    groups[place].append(output)
                } else {
                    places[own] = groups.count
                    groups.append([output])
                }
            }
            let fetched = piece.outputs.filter(wanted.contains)
            let parts = Set(groups + (fetched.isEmpty ? [] : [fetched]))
            var seen: Set<ResultID> = []
            let job = Job(
                seconds: piece.tasks.reduce(0) { $0 + costs[$1].seconds },
                inputs: piece.inputs.compactMap { locations[$0] }.filter { seen.insert($0).inserted },
                schedulerTasks: 1 + parts.count { $0.count < piece.outputs.count },
                urgency: piece.tasks.compactMap { order.position(of: $0)?.index }.min() ?? 0)
            let results = add(job, resultBytes: groups.map { $0.reduce(0) { $0 + costs[$1].bytes } })
            for (group, result) in zip(groups, results) {
                for output in group { locations[output] = result }
            }
        }
    }

    /// Creates a workload with one job for each task that `outputs` depend on, as threads run them.
    ///
    /// - Complexity: Linear in the number of tasks and inputs.
    package init(_ graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
        self.init()
        var locations: [TaskID: ResultID] = [:]
        for (position, task) in ExecutionOrder(of: graph, outputs: outputs).tasks.enumerated() {
            let inputs = Set(graph.inputs(of: task)).sorted().compactMap { locations[$0] }
            let job = Job(seconds: costs[task].seconds, inputs: inputs, urgency: position)
            locations[task] = add(job, resultBytes: [costs[task].bytes])[0]
        }
    }
}
