internal import TaskGraph

/// What one run reads (graph, order) and writes (results, durations), and how it runs a single task.
///
/// `@unchecked Sendable`: everything is constant but the slots, and of these each thread touches only those
/// that the state machine entitles it to. The slot of a task is written by the worker that the task was
/// handed out to; it is read by workers that the task's readers were handed out to, which the state machine
/// does only after the task was finished; and it is emptied by the worker that was told of its release, after
/// the last reader was finished. A scheduler with several threads guards the state machine by a lock, which
/// orders these accesses.
final class RunStorage: @unchecked Sendable {
    let order: ExecutionOrder
    private let graph: TaskGraph
    private let context: TaskContext
    private let observer: (any TaskObserver)?
    private let start: UInt64
    private let slots: UnsafeMutableBufferPointer<Slot>

    /// What a run keeps of a task, in one place in memory: tasks that follow one another in time may lie far
    /// apart.
    private struct Slot {
        /// The result; `()` before there is one and after it was dropped. (An optional would be copied by way
        /// of the runtime's type metadata, at several times the cost; the state machine knows what is there.)
        var value: any Sendable = ()
        /// How long the task took; 0 before it has run.
        var seconds = 0.0
        let task: TaskID
        let operation: OperationID
        /// The range of the task's inputs among those of all tasks.
        let firstInput: Int32
        let inputCount: Int32
    }

    /// Orders the tasks that `outputs` need.
    init(
        _ graph: TaskGraph, outputs: [TaskID], observer: (any TaskObserver)?, cancellation: CancellationFlag
    ) {
        start = MonotonicClock.nanoseconds
        order = ExecutionOrder(of: graph, outputs: outputs)
        self.graph = graph
        self.observer = observer
        context = TaskContext(cancellation: cancellation)
        slots = .allocate(capacity: order.tasks.count)
        for (index, task) in order.tasks.enumerated() {
            let inputs = order.inputs.range(of: index)
            slots.initializeElement(
                at: index,
                to: Slot(
                    task: task, operation: graph.operationID(of: task), firstInput: Int32(inputs.lowerBound),
                    inputCount: Int32(inputs.count)))
        }
    }

    deinit {
        slots.deinitialize()
        slots.deallocate()
    }

    /// Tells the observer that the run starts.
    func begin(workers: Int) {
        observer?.runWillStart(graph, taskCount: order.tasks.count, workers: workers)
    }

    /// Runs the task at `position`, whose `inputs` have results, and keeps its result and duration.
    ///
    /// - Parameter clock: when the thread's last task ended, or any later moment; becomes the moment this one
    ///   did. So a task costs one look at the clock.
    /// - Returns: why the task has no result; nil if it has one.
    func execute(_ position: Position, worker: Int, clock: inout UInt64) -> TaskFailure? {
        let task = slots[position.index].task
        if let observer {
            observer.taskDidStart(task, worker: worker)
            clock = MonotonicClock.nanoseconds
        }
        var failure: TaskFailure?
        do {
            var arguments: [any Sendable] = []
            arguments.reserveCapacity(Int(slots[position.index].inputCount))
            let first = Int(slots[position.index].firstInput)
            for index in first..<first + Int(slots[position.index].inputCount) {
                arguments.append(slots[order.inputs.item(at: index).index].value)
            }
            slots[position.index].value = try graph.apply(
                slots[position.index].operation, to: arguments, in: context)
        } catch {
            failure = TaskFailure(of: task, in: graph, throwing: error)
        }
        let started = clock
        clock = MonotonicClock.nanoseconds
        slots[position.index].seconds = Double(clock - started) * 1e-9
        observer?.taskDidFinish(
            TaskEvent(
                task: task, worker: worker, startSeconds: Double(started - start) * 1e-9,
                endSeconds: Double(clock - start) * 1e-9, failure: failure))
        return failure
    }

    /// Drops the results of released tasks.
    ///
    /// May run any code, as objects are destroyed: not to be called with a lock.
    func drop(_ released: inout [Position]) {
        for position in released { slots[position.index].value = () }
        released.removeAll(keepingCapacity: true)
    }

    /// Tells the observer that the run is over, and collects what it gave.
    ///
    /// - Throws: `CancellationError` if the run was cancelled before all tasks had come to their end.
    func end(_ state: ExecutionState) throws -> RunResult {
        var positions: [Position] = []
        var results: [any Sendable] = []
        var failures: [TaskID: TaskFailure] = [:]
        for (index, task) in order.tasks.enumerated() {
            let position = Position(index)
            guard state.isWanted(position) else { continue }
            if let failure = state.failure(of: position) {
                failures[task] = failure
            } else {
                positions.append(position)
                results.append(slots[index].value)
            }
        }
        let durations = slots.map(\.seconds)
        let wall = Double(MonotonicClock.nanoseconds - start) * 1e-9
        observer?.runDidEnd(tasksRun: state.tasksRun, seconds: wall)
        if state.isCancelled { throw CancellationError() }
        return RunResult(
            order: order, positions: positions, values: results, failures: failures, seconds: durations,
            tasksRun: state.tasksRun, wallSeconds: wall)
    }
}
