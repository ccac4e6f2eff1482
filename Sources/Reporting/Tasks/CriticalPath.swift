import Trellis

/// The longest chain of tasks of a graph of which each needs the result of the one before, by measured times.
struct CriticalPath {
    /// The tasks, from the first to the last.
    let tasks: [TaskID]

    /// Finds the chain.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - seconds: The time of each task; 0 for those that did not run, which are not part of the chain.
    /// - Complexity: Linear in the tasks and inputs.
    init(of graph: TaskGraph, seconds: [Double]) {
        var lengths = seconds
        var before = [Int32](repeating: -1, count: seconds.count)
        var last: Int?
        for task in graph.tasks {
            for input in graph.inputs(of: task)
            where before[task.index] < 0 || lengths[input.index] > lengths[Int(before[task.index])] {
                before[task.index] = Int32(input.index)
            }
            if before[task.index] >= 0 { lengths[task.index] += lengths[Int(before[task.index])] }
            if last.map({ lengths[task.index] > lengths[$0] }) ?? true { last = task.index }
        }
        var chain: [TaskID] = []
        let ids = Array(graph.tasks)
        while let place = last {
            if seconds[place] > 0 { chain.append(ids[place]) }
            last = before[place] < 0 ? nil : Int(before[place])
        }
        tasks = chain.reversed()
    }
}
