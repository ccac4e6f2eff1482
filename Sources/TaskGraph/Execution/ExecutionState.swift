/// The scheduling decisions of a session: which tasks may start, and which results may be released.
///
/// It has no threads, clocks or values. It grows by the tasks of each submission, which may read the results of earlier
/// ones.
///
/// It cannot be copied: a copy would retain every array of it, and the compiler would make one for each property that
/// another module asks for.
///
/// # Policy
///
/// The ready tasks form a stack. Initially, it holds the tasks without inputs, most urgent on top (see
/// `ExecutionOrder`). Tasks that a finished task makes ready are pushed, again most urgent on top, so that work
/// proceeds depth first: a result is read soon after it is computed, and released as soon as its last reader has ended.
///
/// Data is available from the start, and is read by many tasks that have nothing else in common, for example those of
/// every fold. Sources run first. A task that a source makes ready, an *opening*, waits below the stack, in order of
/// urgency. A branch of the graph is thus started only when the branches already started cannot proceed. An opening is
/// promoted to the stack as soon as a task misses no other inputs, at least one of which was computed. In a session with a
/// memory limit, a task whose result is large, and larger than its inputs, is an opening, too.
///
/// A submission may ask for its outputs in order. Ready tasks of its priority then start by urgency, whichever branch they
/// belong to. The first outputs are thus complete early, although more branches of the graph are in memory.
///
/// Tasks of later submissions that are ready when they are added wait below the stack, too, so that what was submitted
/// first ends first. Those of a higher priority start before all others.
///
/// There may be a memory limit (``MemoryLedger``). A task on the stack then waits while the results in memory,
/// together with its own need, exceed the limit. Until it starts, only tasks start that need a negligible amount, or
/// that add a negligible amount to the results in memory. Other tasks, even if they became ready later and are above it
/// on the stack, would start work that cannot be finished. As soon as nothing else runs, and the released results are
/// destroyed, the task starts regardless of its need. Tasks therefore always end.
///
/// A failed task also fails all tasks that depend on it, directly or indirectly, and no others. If a task depends on
/// several failed tasks, it reports the most urgent one, whichever failed first in time, so that every scheduler
/// reports the same failure.
///
/// A task whose readers have all failed is *passed over*: it does not run. The exception is a task that is more urgent
/// than the failure of its readers, because it may be the one to report.
///
/// A task is cancelled if no output needs it any more: neither those that a submission still holds, nor a task that will
/// run.
///
/// # Glossary
///
/// - `inputs`, `dependents`: the edges of the graph, by position. A task that reads a result twice is listed twice.
///   `dependents` has those of the same submission, and
/// - `laterDependents`: those of later submissions.
/// - `nodes`: the state of each task (and one more, with the end of the last lists), with
///   - `missing`: the number of its inputs (counted once per read) without a result;
///   - `pending`: the number of those that are not ready openings;
///   - `readers`: the number of remaining reads of its result. A reader that failed or was passed over does not count;
///   - `holds`: the number of submissions that hold its result, as one of their outputs;
///   - `owner`: the submission that added it.
/// - `submissions`: what is known of each submission, by number.
/// - `awaiting`: the submissions that wait for an output of an earlier one, by its position.
/// - `ended`: the submissions that ended since the caller asked last.
/// - `ready`: the tasks that may start, except
/// - `withoutRoom`: the first task of a started branch that waits for memory.
/// - `memory`: the memory use of the results and the running tasks; nil without a limit.
/// - `running`: the number of tasks handed out.
/// - `unsettled`: the number of tasks that are waiting, ready or running.
/// - `failures`, `origins`: the errors of the tasks that threw, and for tasks that failed because of them, the task
///   that threw; for tasks passed over, the least urgent failure of their readers.
package struct ExecutionState: ~Copyable, Sendable {
    /// The state of a task, in one place because the tasks affected by a finished task are scattered in memory.
    struct Node {
        var missing: Int32
        var pending: Int32
        var readers: Int32
        var holds: Int32 = 0
        let owner: Int32
        var state: TaskState
        let isSource: Bool
        /// Whether the task started, or waits, below the stack, and whether it still waits there.
        var isOpening = false
        var waitsBelow = false
        /// Whether the task has dependents of later submissions, and whether later submissions wait for it.
        var hasLaterDependents = false
        var isAwaited = false
        /// The starts of the task's inputs and dependents; they end where those of the next node start.
        var firstInput: Int32
        var firstDependent: Int32
    }

    /// What is known of a submission.
    struct Submission {
        let priority: Int
        let positions: Range<Int>
        /// The outputs, ascending, each once.
        let outputs: [Position]
        /// The number of its tasks, and of its outputs that belong to earlier submissions, that have not ended.
        var unsettled: Int
        /// The number of its tasks that were handed out and have ended, including failed ones.
        var tasksRun = 0
        var isHeld = true
        var isCancelled = false
    }

    var inputs = Adjacency(listCount: 0, itemCount: 0)
    var dependents = Adjacency(listCount: 0, itemCount: 0)
    var laterDependents: [Position: [Position]] = [:]
    var nodes: [Node] = [
        Node(
            missing: 0, pending: 0, readers: 0, owner: -1, state: .cancelled, isSource: false, firstInput: 0,
            firstDependent: 0)
    ]
    var submissions: [Submission] = []
    var awaiting: [Position: [Int]] = [:]
    var ended: [Int] = []
    var ready = ReadyLevels()
    var withoutRoom: Position?
    var memory: MemoryLedger?
    package internal(set) var running = 0
    /// The number of tasks that were handed out and have ended, including failed ones.
    package internal(set) var tasksRun = 0
    var unsettled = 0
    var failures: [Position: TaskFailure] = [:]
    var origins: [Position: Position] = [:]

    /// Creates a state without tasks.
    ///
    /// - Parameter memoryLimit: The maximum bytes of results and running tasks; nil for no limit.
    package init(memoryLimit: Int? = nil) {
        memory = memoryLimit.map(MemoryLedger.init(limit:))
    }

    /// Creates the state of one submission before any task has run.
    package init(
        _ order: ExecutionOrder, outputs: [TaskID], memoryLimit: Int? = nil,
        needs: [MemoryLedger.Need] = []
    ) {
        self.init(memoryLimit: memoryLimit)
        var released: [Position] = []
        add(order, outputs: outputs, needs: needs, releasing: &released)
        precondition(released.isEmpty, "the first tasks have readers that did not fail, or are held")
    }
}

// MARK: - Asking

extension ExecutionState {
    /// Whether every task has ended, so that nothing is ready or running.
    package var isFinished: Bool { unsettled == 0 }

    /// The number of tasks that have not ended.
    package var unfinishedCount: Int { unsettled }

    /// The number of tasks added so far, which is the position of the next.
    package var taskCount: Int { nodes.count - 1 }

    /// The number of ready tasks.
    ///
    /// With a memory limit, not all of them may start now.
    package var readyCount: Int { ready.count + (withoutRoom == nil ? 0 : 1) }

    /// The peak memory of results and running tasks so far, in bytes, by the ledger; 0 without one.
    package var peakBytes: Int { memory?.peak ?? 0 }

    /// Returns the state of a task.
    package func state(of task: Position) -> TaskState { nodes[task.index].state }

    /// Returns whether a submission holds the result of the task.
    package func isWanted(_ task: Position) -> Bool { nodes[task.index].holds > 0 }

    /// Returns the task's failure, its own or inherited; nil if it did not fail.
    package func failure(of task: Position) -> TaskFailure? { failures[origins[task] ?? task] }

    /// Whether there is a memory limit that tasks may have to wait for, which requires calls of ``drop(_:)``.
    package var hasMemoryLimit: Bool { memory?.binds ?? false }

    /// Whether ``next()`` would return a task.
    package var hasNext: Bool { nextToStart != nil }

    var nextToStart: Position? {
        guard hasMemoryLimit, let memory else { return ready.first }
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
            return node.readers == 1 && node.holds == 0 ? growth - memory.result(of: input) : growth
        }
    }

    @inline(__always)
    func inputs(of task: Position) -> Range<Int> {
        Int(nodes[task.index].firstInput)..<Int(nodes[task.index + 1].firstInput)
    }

    /// Returns the range of the dependents of the same submission.
    @inline(__always)
    func dependents(of task: Position) -> Range<Int> {
        Int(nodes[task.index].firstDependent)..<Int(nodes[task.index + 1].firstDependent)
    }

    /// Returns the dependents of later submissions.
    @inline(__always)
    func laterDependents(of task: Position) -> [Position] {
        nodes[task.index].hasLaterDependents ? laterDependents[task] ?? [] : []
    }

    /// Returns all dependents of a task.
    func allDependents(of task: Position) -> [Position] {
        dependents(of: task).map { dependents.item(at: $0) } + laterDependents(of: task)
    }
}
