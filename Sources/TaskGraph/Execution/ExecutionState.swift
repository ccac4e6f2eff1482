/// The scheduling decisions of a run: which tasks may start, and which results may be released.
///
/// It has no threads, clocks or values.
///
/// # Policy
///
/// The ready tasks form a stack. Initially, it holds the tasks without inputs, most urgent on top (see
/// `ExecutionOrder`). Tasks that a finished task makes ready are pushed, again most urgent on top, so that a run
/// proceeds depth first: a result is read soon after it is computed, and released as soon as its last reader has ended.
///
/// Data is available before a run, and is read by many tasks that have nothing else in common, for example those of
/// every fold. Sources run first. A task that a source makes ready, an *opening*, waits below the stack, in order of
/// urgency. A branch of the graph is thus started only when the branches already started cannot proceed. An opening is
/// promoted to the stack as soon as a task misses no other inputs, at least one of which was computed. With a memory
/// limit, a task whose result is larger than its inputs is an opening, too.
///
/// A run may have a memory limit (``MemoryLedger``). A task on the stack then waits while the results in memory,
/// together with its own need, exceed the limit. Until it starts, only tasks start that need a negligible amount, or
/// that add a negligible amount to the results in memory. Other tasks, even if they became ready later and are above it
/// on the stack, would start work that cannot be finished. As soon as nothing else runs, and the released results are
/// destroyed, the task starts regardless of its need. A run therefore always ends.
///
/// A failed task also fails all tasks that depend on it, directly or indirectly, and no others. If a task depends on
/// several failed tasks, it reports the most urgent one, whichever failed first in time, so that every scheduler
/// reports the same failure.
///
/// A task whose readers have all failed is *passed over*: it does not run. The exception is a task that is more urgent
/// than the failure of its readers, because it may be the one to report.
///
/// # Glossary
///
/// - `inputs`, `dependents`: the edges of the graph, by position. A task that reads a result twice is listed twice.
/// - `nodes`: the state of each task (and one more, with the end of the last lists), with
///   - `missing`: the number of its inputs (counted once per read) without a result;
///   - `pending`: the number of those that are not ready openings;
///   - `readers`: the number of remaining reads of its result. A reader that failed or was passed over does not count.
/// - `ready`: the tasks that may start, except
/// - `withoutRoom`: the first task of a started branch that waits for memory.
/// - `memory`: the memory use of the results and the running tasks; nil without a limit.
/// - `running`: the number of tasks handed out.
/// - `isCancelled`: whether the run is cancelled, so that no more tasks are handed out.
/// - `unsettled`: the number of tasks that are waiting, ready or running.
/// - `failures`, `origins`: the errors of the tasks that threw, and for tasks that failed because of them, the task
///   that threw; for tasks passed over, the least urgent failure of their readers.
package struct ExecutionState: Sendable {
    /// The state of a task, in one place because the tasks affected by a finished task are scattered in memory.
    private struct Node {
        var missing: Int32
        var pending: Int32
        var readers: Int32
        var state: TaskState
        var isWanted = false
        let isSource: Bool
        /// Whether a source made the task ready, and whether it still waits below the stack.
        var isOpening = false
        var waitsBelow = false
        /// The starts of the task's inputs and dependents; they end where those of the next node start.
        let firstInput: Int32
        let firstDependent: Int32
    }

    private let inputs: Adjacency
    private let dependents: Adjacency
    private var nodes: [Node]
    private var ready = ReadyTasks()
    private var withoutRoom: Position?
    private var memory: MemoryLedger?
    package private(set) var running = 0
    package private(set) var isCancelled = false
    /// The number of tasks that were handed out and have ended, including failed ones.
    package private(set) var tasksRun = 0
    private var unsettled: Int
    private var failures: [Position: TaskFailure] = [:]
    private var origins: [Position: Position] = [:]

    /// Creates the state before any task has run.
    ///
    /// Linear in the tasks and inputs of the order.
    ///
    /// - Parameters:
    ///   - order: The order of the tasks to run.
    ///   - outputs: The tasks whose results are requested; repetitions have no effect.
    ///   - memory: The memory needs of the tasks, and the limit; nil for no limit.
    package init(_ order: ExecutionOrder, outputs: [TaskID], memory: MemoryLedger? = nil) {
        self.memory = memory
        inputs = order.inputs
        dependents = Adjacency(reversing: inputs)
        unsettled = order.tasks.count
        nodes = []
        nodes.reserveCapacity(order.tasks.count + 1)
        for position in 0...order.tasks.count {
            let isTask = position < order.tasks.count
            let missing = isTask ? inputs.range(of: position).count : 0
            nodes.append(
                Node(
                    missing: Int32(missing), pending: Int32(missing),
                    readers: isTask ? Int32(dependents.range(of: position).count) : 0,
                    state: missing == 0 ? .ready : .waiting,
                    isSource: isTask && order.isSource(Position(position)),
                    firstInput: inputs.start(of: position), firstDependent: dependents.start(of: position)))
        }
        for output in outputs {
            guard let position = order.position(of: output) else {
                preconditionFailure("the output \(output.index) is not in the order")
            }
            nodes[position.index].isWanted = true
        }
        for index in order.tasks.indices.reversed() where nodes[index].missing == 0 {
            if nodes[index].isSource {
                ready.pushSource(Position(index))
            } else {
                ready.push(Position(index))
            }
        }
    }
}

// MARK: - Asking

extension ExecutionState {
    /// Whether every task has ended, so that nothing is ready or running.
    package var isFinished: Bool { unsettled == 0 }

    /// The number of ready tasks.
    ///
    /// With a memory limit, not all of them may start now.
    package var readyCount: Int { ready.count + (withoutRoom == nil ? 0 : 1) }

    /// The peak memory of results and running tasks so far, in bytes, by the ledger; 0 without one.
    package var peakBytes: Int { memory?.peak ?? 0 }

    /// Whether ``next()`` would return a task.
    package var hasNext: Bool { nextToStart != nil }

    private var nextToStart: Position? {
        guard let memory else { return ready.first }
        guard let first = withoutRoom ?? ready.first else { return nil }
        if memory.admits(first) { return first }
        let task = ready.first { task in
            guard task != first, memory.admits(task) else { return false }
            return memory.isSmall(task) || !memory.isNotable(growth(by: task, memory))
        }
        if let task { return task }
        return running == 0 && memory.released == 0 ? first : nil
    }

    /// Returns the increase of the memory in use after a task: its result, minus the inputs that only it still reads.
    private func growth(by task: Position, _ memory: MemoryLedger) -> Int {
        inputs(of: task).reduce(memory.result(of: task)) { growth, index in
            let input = inputs.item(at: index)
            let node = nodes[input.index]
            return node.readers == 1 && !node.isWanted ? growth - memory.result(of: input) : growth
        }
    }

    /// Returns the state of a task.
    package func state(of task: Position) -> TaskState { nodes[task.index].state }

    /// Returns whether the result of the task is an output of the run.
    package func isWanted(_ task: Position) -> Bool { nodes[task.index].isWanted }

    /// Returns the task's failure, its own or inherited; nil if it did not fail.
    package func failure(of task: Position) -> TaskFailure? { failures[origins[task] ?? task] }
}

// MARK: - Moving on

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
        if memory == nil { return ready.popFirst() }
        let task = nextToStart
        if withoutRoom == nil, let first = ready.firstBegun, first != task { withoutRoom = ready.popFirst() }
        if let task, task == withoutRoom {
            withoutRoom = nil
        } else if let task {
            ready.remove(task)
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
        if isCancelled {
            nodes[task.index].state = .cancelled
            unsettled -= 1
            return
        }
        nodes[task.index].state = .ready
        ready.push(task)
        if passOverIfUseless(task) { abandonInputs(of: task, releasing: &released) }
    }

    /// Records the result of a running task, and makes ready the tasks that missed only this input.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers, possibly including `task`.
    package mutating func finish(_ task: Position, releasing released: inout [Position]) {
        precondition(nodes[task.index].state == .running, "only a running task can finish")
        running -= 1
        tasksRun += 1
        unsettled -= 1
        nodes[task.index].state = .done
        memory?.finish(task)
        let isSource = nodes[task.index].isSource
        let isOpening = nodes[task.index].isOpening
        // In reverse, so that the most urgent is on top.
        for index in dependents(of: task).reversed() {
            let dependent = dependents.item(at: index)
            nodes[dependent.index].missing -= 1
            if !isOpening { nodes[dependent.index].pending -= 1 }
            guard nodes[dependent.index].state == .waiting else { continue }
            if nodes[dependent.index].missing == 0 {
                nodes[dependent.index].state = .ready
                if isSource || expands(dependent) { pushOpening(dependent) } else { ready.push(dependent) }
            } else if nodes[dependent.index].pending == 0, promotes(task) {
                promoteOpenings(for: dependent)
            }
        }
        releaseIfUnread(task, into: &released)
        endReading(of: task, releasing: &released)
    }

    /// Records that released results are destroyed, which frees their memory.
    package mutating func drop(_ released: [Position]) {
        for task in released { memory?.drop(task) }
    }

    /// Whether there is a memory limit, which requires calls of ``drop(_:)``.
    package var hasMemoryLimit: Bool { memory != nil }

    /// Records that a running task failed, and fails all tasks that depend on it.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers.
    package mutating func fail(
        _ task: Position, with failure: TaskFailure, releasing released: inout [Position]
    ) {
        precondition(nodes[task.index].state == .running, "only a running task can fail")
        running -= 1
        tasksRun += 1
        memory?.giveBack(task)
        failures[task] = failure
        nodes[task.index].state = .failed
        unsettled -= 1
        abandonInputs(of: task, releasing: &released)
        var reached = [task]
        while let failed = reached.popLast() {
            for index in dependents(of: failed) {
                let dependent = dependents.item(at: index)
                switch nodes[dependent.index].state {
                case .waiting:
                    origins[dependent] = task
                    nodes[dependent.index].state = .failed
                    unsettled -= 1
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

    /// Cancels the run: waiting and ready tasks will not run.
    ///
    /// Running tasks may still finish or fail.
    package mutating func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        ready.removeAll()
        withoutRoom = nil
        for index in nodes.indices.dropLast()
        where nodes[index].state == .waiting || nodes[index].state == .ready {
            nodes[index].state = .cancelled
            unsettled -= 1
        }
    }

    @inline(__always)
    private func inputs(of task: Position) -> Range<Int> {
        Int(nodes[task.index].firstInput)..<Int(nodes[task.index + 1].firstInput)
    }

    @inline(__always)
    private func dependents(of task: Position) -> Range<Int> {
        Int(nodes[task.index].firstDependent)..<Int(nodes[task.index + 1].firstDependent)
    }

    private mutating func pushOpening(_ task: Position) {
        nodes[task.index].isOpening = true
        nodes[task.index].waitsBelow = true
        ready.pushOpening(task)
        for index in dependents(of: task) {
            let dependent = dependents.item(at: index)
            nodes[dependent.index].pending -= 1
            if nodes[dependent.index].pending == 0, hasBegun(dependent) { promoteOpenings(for: dependent) }
        }
    }

    /// Returns whether an input was computed that promotes the openings that the task misses.
    private func hasBegun(_ task: Position) -> Bool {
        inputs(of: task).contains { index in
            let input = inputs.item(at: index)
            return nodes[input.index].state == .done && promotes(input)
        }
    }

    /// Returns whether a task is not a source, its result is in memory and, with a memory limit, its size is not
    /// negligible.
    private func promotes(_ task: Position) -> Bool {
        guard !nodes[task.index].isSource else { return false }
        guard let memory else { return true }
        return !memory.isSmall(task)
    }

    /// Returns whether there is a memory limit, and a task's result is larger than its computed inputs.
    private func expands(_ task: Position) -> Bool {
        guard let memory, !memory.isSmall(task) else { return false }
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
            ready.promote(input)
        }
    }

    /// Ends the reads of a task without a result.
    ///
    /// Inputs that thereby lose their last reader are passed over, and end their reads as well.
    private mutating func abandonInputs(of task: Position, releasing released: inout [Position]) {
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
    private mutating func passOverIfUseless(_ task: Position) -> Bool {
        let node = nodes[task.index]
        guard node.readers == 0, !node.isWanted, node.state == .waiting || node.state == .ready else {
            return false
        }
        let causes = dependents(of: task).map { index in
            let reader = dependents.item(at: index)
            return origins[reader] ?? reader
        }
        guard let cause = causes.max(), cause < task else { return false }
        if task == withoutRoom {
            withoutRoom = nil
        } else if node.state == .ready {
            ready.discard(task)
        }
        nodes[task.index].state = .cancelled
        nodes[task.index].waitsBelow = false
        origins[task] = cause
        unsettled -= 1
        return true
    }

    /// Records that `task` will not read its inputs any more.
    private mutating func endReading(of task: Position, releasing released: inout [Position]) {
        for index in inputs(of: task) {
            let input = inputs.item(at: index)
            nodes[input.index].readers -= 1
            releaseIfUnread(input, into: &released)
        }
    }

    private mutating func releaseIfUnread(_ task: Position, into released: inout [Position]) {
        let node = nodes[task.index]
        guard node.readers == 0, node.state == .done, !node.isWanted else { return }
        nodes[task.index].state = .released
        memory?.release(task)
        released.append(task)
    }
}
