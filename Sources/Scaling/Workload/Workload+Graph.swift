public import TaskGraph

extension Workload {
    /// The pieces of a graph, and the data they start from, each as one job.
    ///
    /// The results of a piece that the same pieces read travel together. Where there are several such groups,
    /// each is a task of its own to the scheduler, and so is what the caller wants (see `DaskScheduler`). A piece
    /// is as urgent as the most urgent of its tasks.
    ///
    /// Linear in the tasks and what crosses between pieces.
    ///
    /// - Parameters:
    ///   - pieces: the pieces that `outputs` need.
    ///   - graph: the graph that they are of.
    ///   - outputs: the tasks whose results the caller wants.
    ///   - costs: what each task takes, and how many bytes its result has: estimated or measured.
    public init(_ pieces: FusedGraph, of graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
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

    /// Each task that `outputs` need as a job of its own, which is how threads run them.
    ///
    /// Linear in the tasks and their inputs.
    public init(_ graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
        self.init()
        var locations: [TaskID: ResultID] = [:]
        for (position, task) in ExecutionOrder(of: graph, outputs: outputs).tasks.enumerated() {
            let inputs = Set(graph.inputs(of: task)).sorted().compactMap { locations[$0] }
            let job = Job(seconds: costs[task].seconds, inputs: inputs, urgency: position)
            locations[task] = add(job, resultBytes: [costs[task].bytes])[0]
        }
    }
}
