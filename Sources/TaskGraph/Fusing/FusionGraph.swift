/// The tasks to cut into pieces: those that are needed and are no sources, from the most urgent on.
struct FusionGraph: Sendable {
    /// The tasks; everything else goes by their places here.
    let tasks: [TaskID]

    /// What they are likely to take, in seconds.
    let seconds: [Double]

    /// How many bytes their results have.
    let bytes: [Int]

    /// Where the inputs of each task start in `inputItems`; one more entry says where the last ones end.
    private let inputStarts: [Int]
    private let inputItems: [Int]

    /// The places of the tasks in the order of the run, sources included.
    private let urgencies: [Int]

    /// The sources that are needed, in the order of the run.
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

    /// The places of the tasks that a task reads; one that is read twice stands there twice.
    func inputs(of task: Int) -> ArraySlice<Int> { inputItems[inputStarts[task]..<inputStarts[task + 1]] }

    /// What a piece should be worth: as wanted, but less where two pieces a worker would not be worth that.
    ///
    /// It is never less than 5 ms, nor so little that handing the pieces out, one after the other, would take
    /// longer than running them on as many workers: n pieces take the scheduler n times what a task costs it,
    /// and each takes 1/n of all the work; where both are the same there is the least of the greater.
    func target(workers: Int, wanted: Double?) -> FusionTarget {
        let total = seconds.reduce(0, +)
        let least = max(0.005, (total * FusionTarget.schedulerSeconds).squareRoot())
        let share = total / Double(2 * workers)
        let wanted = wanted ?? FusionTarget.wanted(work: total, workers: workers)
        return FusionTarget(seconds: min(wanted, max(least, share)))
    }
}

extension FusionGraph {
    /// The pieces that the nodes of a quotient are.
    func pieces(of quotient: Quotient, in graph: TaskGraph, outputs: [TaskID]) -> FusedGraph {
        let wanted = Set(outputs)
        var isRead = tasks.map(wanted.contains)
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

    /// The hash of tasks and outputs; sorted, for the order of a run depends on the whole graph.
    private static func key(_ tasks: [TaskKey], _ outputs: [TaskKey]) -> TaskKey {
        var encoder = CanonicalEncoder()
        for keys in [tasks, outputs] {
            encoder.beginList(count: keys.count)
            for key in keys.sorted() { encoder.append(key) }
        }
        return encoder.digest
    }
}
