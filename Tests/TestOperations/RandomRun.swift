import TaskGraph

/// A random graph of operations that mix numbers, some of which throw, with what each task must come to.
package struct RandomRun: Sendable {
    package private(set) var graph = TaskGraph()
    package private(set) var outputs: [TaskID] = []
    /// By task: its result, or the keys of the tasks whose refusals it may name.
    package private(set) var values: [Int?] = []
    package private(set) var origins: [Set<TaskKey>] = []
    /// How many tasks must run.
    package private(set) var taskCount = 0
    /// How many of them are started: those at least that an output with a result depends on, and no others than those of
    /// whose inputs none fails.
    package private(set) var startCounts = 0...0

    package init(seed: UInt64, taskCount count: Int, failing: Bool) {
        var generator = SplitMix64(state: seed)
        var tasks: [TaskID] = []
        let reach = Int.random(in: 1...count, using: &generator)
        for number in 0..<count {
            let inputs = (0..<(number == 0 ? 0 : Int.random(in: 0...4, using: &generator))).map { _ in
                tasks[Int.random(in: max(0, number - reach)..<number, using: &generator)]
            }
            let refuses = failing && Int.random(in: 0..<20, using: &generator) == 0
            let task = graph.insert(TestOperation(refuses ? .refuse : .mix, number), inputs: inputs)
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
        let least = graph.tasksNeeded(for: outputs.filter { values[$0.index] != nil }).count
        startCounts =
            least...needed.count { graph.inputs(of: $0).allSatisfy { values[$0.index] != nil } }
    }
}
