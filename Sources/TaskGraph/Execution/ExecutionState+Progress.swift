// Progress: tasks that start and finish.

extension ExecutionState {
    /// Hands out the next ready task; nil if none is ready, or if it must wait for memory.
    package mutating func next() -> Position? {
        guard let task = takeNext() else { return nil }
        nodes[task.index].state = .running
        nodes[task.index].waitsBelow = false
        running += 1
        memory?.start(task)
        return task
    }

    private mutating func takeNext() -> Position? {
        if !hasMemoryLimit { return ready.popFirst() }
        let task = nextToStart
        if withoutRoom == nil, let first = ready.firstBegun, first != task { withoutRoom = ready.popFirst() }
        if let task, task == withoutRoom {
            withoutRoom = nil
        } else if let task {
            ready[priority(of: task)].remove(task)
        }
        return task
    }

    /// Returns a task that was handed out but not started.
    ///
    /// Tasks must be given back in the reverse order of handing out, which restores the stack.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers.
    package mutating func giveBack(_ task: Position, releasing released: inout [Position]) {
        precondition(nodes[task.index].state == .running, "only a running task can be given back")
        running -= 1
        memory?.giveBack(task)
        nodes[task.index].state = .ready
        ready[priority(of: task)].push(task)
        if passOverIfUseless(task) { abandonInputs(of: task, releasing: &released) }
    }

    /// Records the result of a running task, and makes ready the tasks that missed only this input.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers, possibly including `task`.
    package mutating func finish(_ task: Position, releasing released: inout [Position]) {
        precondition(nodes[task.index].state == .running, "only a running task can finish")
        running -= 1
        countRun(task)
        settle(task, as: .done)
        memory?.finish(task)
        supplyDependents(of: task)
        releaseIfUnread(task, into: &released)
        endReading(of: task, releasing: &released)
    }

    /// Records the result of a new task that need not run.
    mutating func supply(given task: Position) {
        settle(task, as: .done)
        supplyDependents(of: task)
    }

    @inline(__always)
    private mutating func supplyDependents(of task: Position) {
        // In reverse, so that the most urgent is on top.
        if nodes[task.index].hasLaterDependents {
            for dependent in laterDependents(of: task).reversed() { supply(dependent, with: task) }
        }
        for index in dependents(of: task).reversed() { supply(dependents.item(at: index), with: task) }
    }

    /// Records that an input of a task has a result.
    @inline(__always)
    private mutating func supply(_ dependent: Position, with task: Position) {
        nodes[dependent.index].missing -= 1
        if !nodes[task.index].isOpening { nodes[dependent.index].pending -= 1 }
        guard nodes[dependent.index].state == .waiting else { return }
        if nodes[dependent.index].missing == 0 {
            nodes[dependent.index].state = .ready
            if nodes[task.index].isSource || expands(dependent) {
                pushOpening(dependent)
            } else {
                ready[priority(of: dependent)].push(dependent)
            }
        } else if nodes[dependent.index].pending == 0, promotes(task) {
            promoteOpenings(for: dependent)
        }
    }

    /// Records that released results are destroyed, which frees their memory.
    ///
    /// Does nothing if no task has to wait for memory.
    package mutating func drop(_ released: [Position]) {
        guard hasMemoryLimit else { return }
        for task in released { memory?.drop(task) }
    }

    @inline(__always)
    func priority(of task: Position) -> Int { submissions[Int(nodes[task.index].owner)].priority }

    /// Counts a task that was handed out and has ended.
    mutating func countRun(_ task: Position) {
        tasksRun += 1
        submissions[Int(nodes[task.index].owner)].tasksRun += 1
    }

    /// Records that a task has ended.
    mutating func settle(_ task: Position, as state: TaskState) {
        nodes[task.index].state = state
        unsettled -= 1
        endTask(of: Int(nodes[task.index].owner))
        guard nodes[task.index].isAwaited, let waiting = awaiting.removeValue(forKey: task) else { return }
        nodes[task.index].isAwaited = false
        for submission in waiting { endTask(of: submission) }
    }

    private mutating func endTask(of submission: Int) {
        submissions[submission].unsettled -= 1
        if submissions[submission].unsettled == 0 { ended.append(submission) }
    }

    // MARK: - Openings

    mutating func pushOpening(_ task: Position) {
        nodes[task.index].isOpening = true
        nodes[task.index].waitsBelow = true
        ready[priority(of: task)].pushOpening(task)
        for index in dependents(of: task) { awaitOpening(dependents.item(at: index)) }
        for dependent in laterDependents(of: task) { awaitOpening(dependent) }
    }

    private mutating func awaitOpening(_ dependent: Position) {
        nodes[dependent.index].pending -= 1
        if nodes[dependent.index].pending == 0, hasBegun(dependent) { promoteOpenings(for: dependent) }
    }

    /// Returns whether an input was computed that promotes the openings that the task misses.
    private func hasBegun(_ task: Position) -> Bool {
        inputs(of: task).contains { index in
            let input = inputs.item(at: index)
            return nodes[input.index].state == .done && promotes(input)
        }
    }

    /// Returns whether a task is not a source, its result is in memory and, with a memory limit, is large.
    private func promotes(_ task: Position) -> Bool {
        guard !nodes[task.index].isSource else { return false }
        guard hasMemoryLimit, let memory else { return true }
        return memory.isLarge(task)
    }

    /// Returns whether a task's result is large, and larger than its computed inputs, in a session with a memory limit.
    private func expands(_ task: Position) -> Bool {
        guard let memory, memory.isLarge(task) else { return false }
        return inputs(of: task).reduce(memory.result(of: task)) {
            $0 - memory.result(of: inputs.item(at: $1))
        } > 0
    }

    /// Promotes the openings that a task misses.
    private mutating func promoteOpenings(for task: Position) {
        for index in inputs(of: task).reversed() {
            let input = inputs.item(at: index)
            // Two tasks may miss the same opening, and a task may read it twice.
            guard nodes[input.index].waitsBelow else { continue }
            nodes[input.index].waitsBelow = false
            ready[priority(of: input)].promote(input)
        }
    }

    // MARK: - Releasing

    /// Records that `task` will not read its inputs any more.
    private mutating func endReading(of task: Position, releasing released: inout [Position]) {
        for index in inputs(of: task) {
            let input = inputs.item(at: index)
            nodes[input.index].readers -= 1
            releaseIfUnread(input, into: &released)
        }
    }

    mutating func releaseIfUnread(_ task: Position, into released: inout [Position]) {
        let node = nodes[task.index]
        guard node.readers == 0, node.state == .done, node.holds == 0 else { return }
        nodes[task.index].state = .released
        memory?.release(task)
        released.append(task)
    }
}
