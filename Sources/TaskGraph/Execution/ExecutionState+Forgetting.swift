extension ExecutionState {
    /// Forgets all tasks except those whose results submissions hold, which move to the first positions in their order.
    ///
    /// - Precondition: All tasks have ended.
    /// - Returns: The new positions of the tasks, and the new numbers of the submissions, that are not forgotten.
    /// - Complexity: Linear in the tasks.
    package mutating func forgetReleased() -> (tasks: [Position: Position], submissions: [Int: Int]) {
        precondition(isFinished && ended.isEmpty, "tasks that have not ended cannot be forgotten")
        let kept = (0..<taskCount).map { Position($0) }.filter { nodes[$0.index].holds > 0 }
        var tasks: [Position: Position] = [:]
        var fresh = ExecutionState(memoryLimit: memory?.limit)
        fresh.nodes.removeLast()
        for old in kept {
            let new = Position(fresh.nodes.count)
            tasks[old] = new
            fresh.inputs.endList()
            fresh.dependents.endList()
            fresh.nodes.append(
                Node(
                    missing: 0, pending: 0, readers: 0, holds: nodes[old.index].holds, owner: -1,
                    state: nodes[old.index].state, isSource: nodes[old.index].isSource, firstInput: 0,
                    firstDependent: 0))
            if let failure = failure(of: old) { fresh.failures[new] = failure }
        }
        fresh.nodes.append(ExecutionState().nodes[0])
        if let memory { fresh.memory?.add(held: kept.map { memory.needOfResult($0) }) }
        var numbers: [Int: Int] = [:]
        for (number, submission) in submissions.enumerated() where submission.isHeld {
            numbers[number] = fresh.submissions.count
            fresh.submissions.append(
                Submission(
                    priority: submission.priority, positions: 0..<0,
                    outputs: submission.outputs.compactMap { tasks[$0] }, unsettled: 0,
                    tasksRun: submission.tasksRun))
        }
        fresh.tasksRun = tasksRun
        self = fresh
        return (tasks, numbers)
    }
}
