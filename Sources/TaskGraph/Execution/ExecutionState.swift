/// Which tasks of a run may start, and which results may be dropped: the scheduling decisions, without
/// threads, clocks or values.
///
/// # Policy
///
/// The ready tasks are a stack. At first it holds the tasks without inputs, most urgent on top (see
/// `ExecutionOrder`). The tasks that a finished task makes ready go on top, again most urgent first, so that
/// a run goes deep before it goes wide: a result is read soon after it was made, and released as soon as its
/// last reader has ended.
///
/// Data are there before a run begins, and many tasks read them that have nothing else in common: those of
/// every fold, say. Sources run first, and what they make ready, an *opening*, waits below the stack, most
/// urgent first. So a branch of the graph is begun only when those that were begun before cannot go on. An
/// opening goes on the stack as soon as a task lacks nothing else of its inputs, of which one was computed. Under a limit
/// of memory a task whose result takes more than its inputs is an opening, too.
///
/// A run may have a limit of memory (``MemoryLedger``). A task of the stack then waits while the results that are held,
/// with what it needs itself, exceed the limit. Until it has started only those start that take next to nothing, or that
/// add next to nothing to what is held; others, even if they became ready later and are on top of it, would begin what
/// cannot be finished. As soon as nothing else runs, and what was released is destroyed, it starts, whatever it needs. So
/// a run always ends.
///
/// A failed task takes along all tasks that depend on it, directly or not, and no others. If a task depends
/// on several that failed, it names the most urgent, whichever failed first in time: every scheduler reports
/// the same.
///
/// A task that nobody will read any more, because all of its readers failed, is *passed over*: it does not run. Only a
/// task that is more urgent than what its readers failed with runs all the same, for it may be the one to name.
///
/// # Glossary
///
/// - `inputs`, `dependents`: who reads whom, by position. Whoever reads a result twice stands there twice.
/// - `nodes`: the state of each task (and one more, where the lists of the last end), with
///   - `missing`: how many of its inputs (counted as often as they are read) have no result yet;
///   - `pending`: how many of those are no openings that are ready;
///   - `readers`: how often its result is still to be read. A reader that failed or was passed over reads no
///     more.
/// - `ready`: the tasks that may start, but for
/// - `withoutRoom`: the one of a branch that was begun that came first and has to wait for memory.
/// - `memory`: what the results that are held take, and the tasks that run; nil if there is no limit.
/// - `running`: how many tasks are handed out.
/// - `isCancelled`: nothing will be handed out any more.
/// - `unsettled`: how many tasks are waiting, ready or running.
/// - `failures`, `origins`: what the tasks that threw threw, and for those that failed with them, which one
///   that was; for those passed over, the least urgent of those that their readers failed with.
package struct ExecutionState: Sendable {
    /// What is known of a task, in one place in memory: what a finished task touches lies scattered.
    private struct Node {
        var missing: Int32
        var pending: Int32
        var readers: Int32
        var state: TaskState
        var isWanted = false
        let isSource: Bool
        /// Whether a source made the task ready; and whether it still waits below the stack.
        var isOpening = false
        var waitsBelow = false
        /// Where the task's inputs and dependents start among all; they end where those of the next node
        /// start.
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
    /// How many tasks were handed out and have come to their end, failed or not.
    package private(set) var tasksRun = 0
    private var unsettled: Int
    private var failures: [Position: TaskFailure] = [:]
    private var origins: [Position: Position] = [:]

    /// The state before any task has run.
    ///
    /// Linear in the tasks and inputs of the order.
    ///
    /// - Parameters:
    ///   - order: of the tasks to run.
    ///   - outputs: tasks whose results are wanted at the end; repetitions have no effect.
    ///   - memory: what tasks need, and the most that may be held; nil for no limit.
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
                preconditionFailure("the order lacks the output \(output.index)")
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
    /// Whether every task has come to its end: nothing is ready, nothing is running and nothing will be.
    package var isFinished: Bool { unsettled == 0 }

    /// How many tasks are ready; not all of them may start now, if there is a limit of memory.
    package var readyCount: Int { ready.count + (withoutRoom == nil ? 0 : 1) }

    /// The most bytes that results and running tasks took so far, by the ledger; 0 without one.
    package var peakBytes: Int { memory?.peak ?? 0 }

    /// Whether ``next()`` would hand out a task.
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

    /// How many bytes more are held after a task than before it: its result, less the inputs that only it still reads.
    private func growth(by task: Position, _ memory: MemoryLedger) -> Int {
        inputs(of: task).reduce(memory.result(of: task)) { growth, index in
            let input = inputs.item(at: index)
            let node = nodes[input.index]
            return node.readers == 1 && !node.isWanted ? growth - memory.result(of: input) : growth
        }
    }

    /// Where a task stands.
    package func state(of task: Position) -> TaskState { nodes[task.index].state }

    /// Whether the task's result is wanted at the end of the run.
    package func isWanted(_ task: Position) -> Bool { nodes[task.index].isWanted }

    /// Why a task failed, by itself or with another; nil if it did not.
    package func failure(of task: Position) -> TaskFailure? { failures[origins[task] ?? task] }
}

// MARK: - Moving on

extension ExecutionState {
    /// Hands out the ready task that comes next; nil if none is ready, or if it has to wait for memory.
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

    /// Takes back a task that was handed out and has not been started.
    ///
    /// Tasks go back in the reverse of the order in which they were handed out, so that the stack is as
    /// before.
    ///
    /// - Parameter released: gets the tasks whose results nobody will read any more.
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

    /// Records that a running task has a result; makes ready the tasks that waited for nothing else.
    ///
    /// - Parameter released: gets the tasks whose results nobody will read any more, maybe `task` itself.
    package mutating func finish(_ task: Position, releasing released: inout [Position]) {
        precondition(nodes[task.index].state == .running, "only a running task can finish")
        running -= 1
        tasksRun += 1
        unsettled -= 1
        nodes[task.index].state = .done
        memory?.finish(task)
        let isSource = nodes[task.index].isSource
        let isOpening = nodes[task.index].isOpening
        // Backwards, so that the most urgent ends on top.
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

    /// Records that results which were released are destroyed: only then is their memory free.
    package mutating func drop(_ released: [Position]) {
        for task in released { memory?.drop(task) }
    }

    /// Whether there is a limit of memory, for which ``drop(_:)`` has to be called.
    package var hasMemoryLimit: Bool { memory != nil }

    /// Records that a running task failed, and fails all that depend on it.
    ///
    /// - Parameter released: gets the tasks whose results nobody will read any more.
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
                    // Failed with another task before, or was passed over for it; only a more urgent origin replaces
                    // that one.
                    guard let origin = origins[dependent], task < origin else { continue }
                    origins[dependent] = task
                case .ready, .running, .done, .released:
                    continue
                }
                reached.append(dependent)
            }
        }
    }

    /// Hands out nothing more: what is waiting or ready will never run.
    ///
    /// What is running may still finish or fail.
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

    /// Whether an input was computed that promotes the openings which the task lacks.
    private func hasBegun(_ task: Position) -> Bool {
        inputs(of: task).contains { index in
            let input = inputs.item(at: index)
            return nodes[input.index].state == .done && promotes(input)
        }
    }

    /// Whether a task is no source, and its result is held: under a limit of memory, takes more than next to nothing.
    private func promotes(_ task: Position) -> Bool {
        guard !nodes[task.index].isSource else { return false }
        guard let memory else { return true }
        return !memory.isSmall(task)
    }

    /// Whether there is a limit of memory, and a task's result takes more of it than the inputs that were computed.
    private func expands(_ task: Position) -> Bool {
        guard let memory, !memory.isSmall(task) else { return false }
        return inputs(of: task).reduce(memory.result(of: task)) {
            $0 - memory.result(of: inputs.item(at: $1))
        } > 0
    }

    /// Lets the openings that a task lacks come next.
    private mutating func promoteOpenings(for task: Position) {
        for index in inputs(of: task).reversed() {
            let input = inputs.item(at: index)
            // Two tasks may lack one opening, and a task may read it twice.
            guard nodes[input.index].waitsBelow else { continue }
            nodes[input.index].waitsBelow = false
            ready.promote(input)
        }
    }

    /// A task that has no result will not read its inputs; those that nobody reads then are passed over, and will not read
    /// theirs.
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

    /// Passes a task over if nobody can use its result, nor name it as the cause of a failure.
    ///
    /// - Returns: whether it did.
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

    /// `task` will not read its inputs any more.
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
