internal import Machine
internal import TaskGraph

/// The inputs (graph, order) and outputs (results, durations) of a run, and the execution of a single task.
///
/// `@unchecked Sendable`: everything is constant except the slots, and each thread accesses only slots that the state
/// machine allows. The slot of a task is written by the worker that runs the task. It is read by the workers that run
/// its dependents, which the state machine hands out only after the task has finished. It is cleared by the worker
/// that received its release, after the last dependent has finished. A scheduler with several threads guards the
/// state machine by a lock, which orders these accesses.
final class RunStorage: @unchecked Sendable {
    let order: ExecutionOrder
    private let graph: TaskGraph
    private let context: TaskContext
    private let observer: (any TaskObserver)?
    private let start: UInt64
    private let slots: UnsafeMutableBufferPointer<Slot>

    /// The data of one task in contiguous memory, because tasks that run in succession may be far apart.
    private struct Slot {
        /// The result; `()` before the task has run and after the result was dropped.
        ///
        /// An optional would be copied through runtime type metadata at several times the cost. The state machine
        /// tracks which results exist.
        var value: any Sendable = ()
        /// The duration of the task; 0 before it has run.
        var seconds = 0.0
        let task: TaskID
        let operation: OperationID
        /// The start of the task's inputs among the inputs of all tasks.
        let firstInput: Int32
        let inputCount: Int32
    }

    /// Orders the tasks that `outputs` depend on.
    init(
        _ graph: TaskGraph, outputs: [TaskID], cores: Cores, observer: (any TaskObserver)?,
        cancellation: CancellationFlag
    ) {
        start = MonotonicClock.nanoseconds
        order = ExecutionOrder(of: graph, outputs: outputs)
        self.graph = graph
        self.observer = observer
        context = TaskContext(cancellation: cancellation, cores: cores)
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

    /// Notifies the observer that the run starts.
    func begin(workers: Int) {
        observer?.runWillStart(graph, taskCount: order.tasks.count, workers: workers)
    }

    /// Runs the task at `position`, whose inputs must have results, and stores its result and duration.
    ///
    /// - Parameters:
    ///   - position: The position of the task in the execution order.
    ///   - worker: The index of the worker.
    ///   - clock: The time at which the previous task of the thread ended, or a later time; updated to the end of
    ///     this task. The clock is thus read once per task.
    /// - Returns: The failure of the task; nil if it succeeded.
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
                slots[position.index].operation, to: TaskInputs(arguments), in: context)
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
    /// Deinitializers may run arbitrary code, so do not call this method with a lock held.
    func drop(_ released: inout [Position]) {
        for position in released { slots[position.index].value = () }
        released.removeAll(keepingCapacity: true)
    }

    /// Notifies the observer that the run has ended, and collects the results.
    ///
    /// - Throws: `CancellationError` if the run was cancelled before all tasks had finished.
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
