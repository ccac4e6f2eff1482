extension TaskGraph {
    /// Returns the estimated peak memory of results and running tasks, in bytes, without the data sources of the graph.
    ///
    /// Simulates the run of a local scheduler with the given number of workers, based on the operations' estimates.
    ///
    /// - Complexity: O(n log n) in the tasks, linear in their inputs.
    /// - Parameters:
    ///   - outputs: The tasks whose results are requested.
    ///   - workers: The number of tasks that run at the same time.
    ///   - memoryLimit: The limit, as in ``Scheduler/run(_:outputs:memoryLimit:onEvent:)``.
    package func expectedPeakBytes(outputs: [TaskID], workers: Int, memoryLimit: Int?) -> Int {
        let order = ExecutionOrder(of: self, outputs: outputs)
        let costs = TaskCosts(of: self)
        let limit = workers > 1 ? memoryLimit : nil
        var state = ExecutionState(
            order, outputs: outputs, memoryLimit: limit ?? .max, needs: order.memoryNeeds(costs))
        var running = MinHeap<Ending>()
        var now = 0.0
        var released: [Position] = []
        while true {
            while running.count < workers, let task = state.next() {
                running.insert(Ending(time: now + costs[order.tasks[task.index]].seconds, task: task))
            }
            guard let ending = running.popFirst() else { return state.peakBytes }
            now = ending.time
            state.finish(ending.task, releasing: &released)
            state.drop(released)
            released.removeAll(keepingCapacity: true)
        }
    }
}

/// The end of a task; of two at the same time, the more urgent is the lesser.
private struct Ending: Comparable {
    let time: Double
    let task: Position

    static func < (one: Ending, other: Ending) -> Bool { (one.time, one.task) < (other.time, other.task) }
}
