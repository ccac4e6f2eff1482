/// The tasks to divide into pieces: the needed tasks except sources, in order of urgency.
struct FusionGraph: Sendable {
    /// The tasks; other properties refer to them by index.
    let tasks: [TaskID]

    /// The estimated durations, in seconds.
    let seconds: [Double]

    /// The sizes of the results in bytes.
    let bytes: [Int]

    /// The start of each task's inputs in `inputItems`, followed by the end of the last.
    private let inputStarts: [Int]
    private let inputItems: [Int]

    /// The positions of the tasks in the run order, which includes sources.
    private let urgencies: [Int]

    /// The needed sources, in the run order.
    private let sources: [TaskID]

    init(_ graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let isSource = graph.operations.map { $0 is any DataSource }
        var tasks: [TaskID] = []
        var urgencies: [Int] = []
        var sources: [TaskID] = []
        var places = [Int](repeating: -1, count: order.tasks.count)
        var inputStarts = [0]
        var inputItems: [Int] = []
        for (position, task) in order.tasks.enumerated() {
            guard !isSource[graph.operationID(of: task).index] else {
                sources.append(task)
                continue
            }
            places[position] = tasks.count
            tasks.append(task)
            urgencies.append(position)
            for index in order.inputs.range(of: position) {
                let place = places[order.inputs.item(at: index).index]
                if place >= 0 { inputItems.append(place) }
            }
            inputStarts.append(inputItems.count)
        }
        self.tasks = tasks
        self.urgencies = urgencies
        self.sources = sources
        self.inputStarts = inputStarts
        self.inputItems = inputItems
        seconds = tasks.map { costs[$0].seconds }
        bytes = tasks.map { costs[$0].bytes }
    }

    /// Returns the indices of a task's inputs; an input that is read twice is listed twice.
    func inputs(of task: Int) -> ArraySlice<Int> { inputItems[inputStarts[task]..<inputStarts[task + 1]] }

    /// Returns the target duration of a piece: the requested one, or less if there is not enough work for two such
    /// pieces per worker.
    ///
    /// It is at least 5 ms, and at least `FusionTarget.least(work:)`.
    func target(workers: Int, seconds requested: Double?) -> FusionTarget {
        let total = seconds.reduce(0, +)
        let least = max(0.005, FusionTarget.least(work: total))
        let share = total / Double(2 * workers)
        let seconds = requested ?? FusionTarget.standard(work: total, workers: workers)
        return FusionTarget(seconds: min(seconds, max(least, share)))
    }
}

extension FusionGraph {
    /// Returns the pieces that correspond to the nodes of a quotient.
    func pieces(of quotient: Quotient, in graph: TaskGraph, outputs: [TaskID]) -> FusedGraph {
        let outputSet = Set(outputs)
        var isRead = tasks.map(outputSet.contains)
        var members = [[Int]](repeating: [], count: quotient.count)
        for task in tasks.indices {
            members[quotient.nodes[task]].append(task)
            for input in inputs(of: task) where quotient.nodes[input] != quotient.nodes[task] {
                isRead[input] = true
            }
        }
        let pieces = members.map { members in
            let own = Set(members.map { tasks[$0] })
            var seen: Set<TaskID> = []
            let inputs = members.flatMap { graph.inputs(of: tasks[$0]) }.filter {
                !own.contains($0) && seen.insert($0).inserted
            }
            let outputs = members.filter { isRead[$0] }.map { tasks[$0] }
            let costliest = members.max { seconds[$0] < seconds[$1] }
            return Piece(
                key: Self.key(members.map { graph.key(of: tasks[$0]) }, outputs.map(graph.key)),
                tasks: members.map { tasks[$0] }, inputs: inputs, outputs: outputs,
                seconds: members.reduce(0) { $0 + seconds[$1] },
                name: costliest.map { graph.name(of: tasks[$0]) } ?? "",
                urgencies: members.map { urgencies[$0] })
        }
        return FusedGraph(pieces: pieces, sources: sources)
    }

    /// Returns the hash of tasks and outputs, sorted because the order of a run depends on the whole graph.
    private static func key(_ tasks: [TaskKey], _ outputs: [TaskKey]) -> TaskKey {
        var encoder = CanonicalEncoder()
        for keys in [tasks, outputs] {
            encoder.beginList(count: keys.count)
            for key in keys.sorted() { encoder.append(key) }
        }
        return encoder.digest
    }
}
