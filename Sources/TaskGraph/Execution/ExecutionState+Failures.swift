// Failures, and the tasks that have no use because of them.

extension ExecutionState {
    /// Records that a running task failed, and fails all tasks that depend on it.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers.
    package mutating func fail(
        _ task: Position, with failure: TaskFailure, releasing released: inout [Position]
    ) {
        precondition(nodes[task.index].state == .running, "only a running task can fail")
        running -= 1
        countRun(task)
        memory?.giveBack(task)
        failures[task] = failure
        settle(task, as: .failed)
        abandonInputs(of: task, releasing: &released)
        var reached = [task]
        while let failed = reached.popLast() {
            for dependent in allDependents(of: failed) {
                switch nodes[dependent.index].state {
                case .waiting:
                    origins[dependent] = task
                    settle(dependent, as: .failed)
                    abandonInputs(of: dependent, releasing: &released)
                case .failed, .cancelled:
                    // The dependent failed before, or was passed over; only a more urgent origin replaces the earlier
                    // one.
                    guard let origin = origins[dependent], task < origin else { continue }
                    origins[dependent] = task
                case .ready, .running, .done, .released:
                    continue
                }
                reached.append(dependent)
            }
        }
    }

    /// Ends the reads of a task without a result.
    ///
    /// Inputs that thereby lose their last reader are passed over, and end their reads as well.
    mutating func abandonInputs(of task: Position, releasing released: inout [Position]) {
        var abandoning = [task]
        while let reader = abandoning.popLast() {
            for index in inputs(of: reader) {
                let input = inputs.item(at: index)
                nodes[input.index].readers -= 1
                releaseIfUnread(input, into: &released)
                if passOverIfUseless(input) { abandoning.append(input) }
            }
        }
    }

    /// Passes a task over if its result has no use and it cannot be the reported cause of a failure.
    ///
    /// - Returns: Whether the task was passed over.
    mutating func passOverIfUseless(_ task: Position) -> Bool {
        let node = nodes[task.index]
        guard node.readers == 0, node.holds == 0, node.state == .waiting || node.state == .ready else {
            return false
        }
        // Readers that were cancelled report nothing.
        let causes = allDependents(of: task).compactMap { reader in
            nodes[reader.index].state == .failed || origins[reader] != nil ? origins[reader] ?? reader : nil
        }
        if let cause = causes.max() {
            guard cause < task else { return false }
            origins[task] = cause
        }
        discard(task)
        settle(task, as: .cancelled)
        return true
    }

    /// Removes a task that will not start from the ready ones.
    mutating func discard(_ task: Position) {
        if task == withoutRoom {
            withoutRoom = nil
        } else if nodes[task.index].state == .ready {
            ready[priority(of: task)].discard(task)
        }
        nodes[task.index].waitsBelow = false
    }
}
