import Trellis

/// The overhead of the threaded scheduler for a million empty tasks on two threads.
///
/// The time is that of the whole call of `run`: ordering, setting up, starting threads, running, and collecting
/// results.
struct SchedulerBenchmark: Benchmark {
    let name = "scheduler"

    private let tasks = 1_000_000
    private let workers = 2

    func run() async throws {
        try await measure("scheduler-fan", fan())
        try await measure("scheduler-chain", chain())
        try await measure("scheduler-random", random())
    }

    private func measure(_ name: String, _ plan: (graph: TaskGraph, outputs: [TaskID])) async throws {
        precondition(plan.graph.count == tasks, "\(name) has \(plan.graph.count) tasks")
        let scheduler = ThreadedScheduler(workers: workers)
        let median = try await median(of: 5) {
            try await seconds { _ = try await scheduler.run(plan.graph, outputs: plan.outputs) }
        }
        report(
            name,
            [
                "tasks": "\(tasks)", "workers": "\(workers)",
                "microsecondsPerTask": decimals(median / Double(tasks) * 1e6),
            ])
    }

    /// A fan: all other tasks read the first task, and the last task reads all of them.
    private func fan() -> (TaskGraph, [TaskID]) {
        var graph = TaskGraph()
        let nothing = graph.register(Nothing())
        let source = graph.insert(nothing)
        let middle = (0..<tasks - 2).map { graph.insert(nothing, inputs: source, salt: UInt64($0)) }
        let sink = graph.insert(nothing, inputs: middle)
        return (graph, [sink])
    }

    /// A chain: each task reads the previous one.
    private func chain() -> (TaskGraph, [TaskID]) {
        var graph = TaskGraph()
        let nothing = graph.register(Nothing())
        var last = graph.insert(nothing)
        for _ in 1..<tasks { last = graph.insert(nothing, inputs: last) }
        return (graph, [last])
    }

    /// A random graph: each task reads up to three random earlier tasks; tasks without readers are outputs.
    private func random() -> (TaskGraph, [TaskID]) {
        var generator = SplitMix64(state: 1)
        var graph = TaskGraph()
        let nothing = graph.register(Nothing())
        var ids: [TaskID] = []
        var isRead = [Bool](repeating: false, count: tasks)
        for index in 0..<tasks {
            let inputs = (0..<Int.random(in: 0...min(3, index), using: &generator)).map { _ in
                ids[Int.random(in: 0..<index, using: &generator)]
            }
            for input in inputs { isRead[input.index] = true }
            ids.append(graph.insert(nothing, inputs: inputs, salt: UInt64(index)))
        }
        return (graph, ids.filter { !isRead[$0.index] })
    }
}

/// An empty operation.
struct Nothing: TaskOperation {
    let name = "nothing"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { 0 }
}
