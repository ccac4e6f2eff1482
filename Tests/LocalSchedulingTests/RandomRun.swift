import TaskGraph

/// A random graph of operations that mix numbers, some of which throw, with what each task must come to.
struct RandomRun {
    var graph = TaskGraph()
    var outputs: [TaskID] = []
    /// By task: its result, or the keys of the tasks whose refusals it may name.
    var values: [Int?] = []
    var origins: [Set<TaskKey>] = []
    /// How many tasks must run.
    var taskCount = 0
    /// How many of them must be started, for nothing they depend on fails.
    var startCount = 0

    init(seed: UInt64, taskCount count: Int, failing: Bool) {
        var generator = SplitMix64(state: seed)
        var tasks: [TaskID] = []
        let reach = Int.random(in: 1...count, using: &generator)
        for number in 0..<count {
            let inputs = (0..<(number == 0 ? 0 : Int.random(in: 0...4, using: &generator))).map { _ in
                tasks[Int.random(in: max(0, number - reach)..<number, using: &generator)]
            }
            let refuses = failing && Int.random(in: 0..<20, using: &generator) == 0
            let task = graph.insert(
                Compute("mix", number) { inputs, _ in
                    if refuses { throw Refusal(number: number) }
                    return mix(number, inputs)
                }, inputs: inputs)
            let inherited = inputs.reduce(into: Set()) { $0.formUnion(origins[$1.index]) }
            tasks.append(task)
            origins.append(refuses && inherited.isEmpty ? [graph.key(of: task)] : inherited)
            values.append(
                origins[number].isEmpty ? mix(number, inputs.map { values[$0.index] ?? .min }) : nil)
        }
        outputs = (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
            tasks.randomElement(using: &generator)
        }
        let needed = graph.tasksNeeded(for: outputs)
        taskCount = needed.count
        startCount = needed.count { graph.inputs(of: $0).allSatisfy { values[$0.index] != nil } }
    }
}
