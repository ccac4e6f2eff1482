extension TaskGraph {
    /// The most bytes that results and running tasks are likely to take at one time, without the data that the graph
    /// starts from.
    ///
    /// The run is simulated by what the operations estimate: as many workers as given, which take tasks as a local
    /// scheduler does. O(n log n) in the tasks, linear in their inputs.
    ///
    /// - Parameters:
    ///   - outputs: the tasks whose results are wanted.
    ///   - workers: how many tasks run at the same time.
    ///   - memoryLimit: as of ``Scheduler/run(_:outputs:memoryLimit:observer:)``.
    public func expectedPeakBytes(outputs: [TaskID], workers: Int, memoryLimit: Int?) -> Int {
        let order = ExecutionOrder(of: self, outputs: outputs)
        let costs = TaskCosts(of: self)
        let limit = workers > 1 ? memoryLimit : nil
        let ledger = MemoryLedger(costs, order, limit: limit ?? .max)
        var state = ExecutionState(order, outputs: outputs, memory: ledger)
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

/// When a task ends; of two at once the more urgent is the lesser.
private struct Ending: Comparable {
    let time: Double
    let task: Position

    static func < (one: Ending, other: Ending) -> Bool { (one.time, one.task) < (other.time, other.task) }
}
