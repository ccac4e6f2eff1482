import TaskGraph
import TestOperations

/// An operation that returns the sum of a number and its inputs, all of them integers.
struct Add: TaskOperation {
    var name = "add"
    var version = 1
    var number = 0

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(number)
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        inputs.reduce(number) { $0 + (($1 as? Int) ?? 0) }
    }
}

/// A graph of distinct tasks, each with up to four inputs (the same one twice now and then), and some of its
/// tasks as outputs.
func randomGraph(seed: UInt64) -> (graph: TaskGraph, outputs: [TaskID]) {
    var generator = SplitMix64(state: seed)
    var graph = TaskGraph()
    var tasks: [TaskID] = []
    // How far back inputs may lie: near ones make deep graphs, far ones wide graphs.
    let reach = Int.random(in: 1...40, using: &generator)
    for index in 0..<Int.random(in: 1...40, using: &generator) {
        let inputs = (0..<(index == 0 ? 0 : Int.random(in: 0...4, using: &generator))).map { _ in
            tasks[Int.random(in: max(0, index - reach)..<index, using: &generator)]
        }
        tasks.append(graph.insert(Add(number: index), inputs: inputs))
    }
    let outputs = (0..<Int.random(in: 0...5, using: &generator)).compactMap { _ in
        tasks.randomElement(using: &generator)
    }
    return (graph, outputs)
}

/// All tasks that depend on the given ones, directly or not.
func descendants(of tasks: Set<TaskID>, in graph: TaskGraph) -> Set<TaskID> {
    var reached = tasks
    for task in graph.tasks where graph.inputs(of: task).contains(where: reached.contains) {
        reached.insert(task)
    }
    return reached.subtracting(tasks)
}
