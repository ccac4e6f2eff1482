internal import TaskGraph

/// What one run reads (graph, order) and writes (results, durations), and how it runs a single task.
///
/// `@unchecked Sendable`: everything is constant but the two buffers, and of these each thread touches only the places
/// that the state machine entitles it to. The place of a task is written by the worker that the task was handed out to;
/// it is read by workers that the task's readers were handed out to, which the state machine does only after the
/// task was finished; and it is emptied by the worker that was told of its release, after the last reader was finished.
/// A scheduler with several threads guards the state machine by a lock, which orders these accesses.
final class RunStorage: @unchecked Sendable {
    let order: ExecutionOrder
    private let graph: TaskGraph
    private let context: TaskContext
    private let observer: (any TaskObserver)?
    private let start: UInt64
    /// Results by position; `()` before a task has one and after it was dropped. (An optional would be copied by way of
    /// the runtime's type metadata, at several times the cost; the state machine knows what is there.)
    private let values: UnsafeMutablePointer<any Sendable>
    /// Durations by position, in seconds; 0 before a task has run.
    private let seconds: UnsafeMutablePointer<Double>

    /// Orders the tasks that `outputs` need.
    init(
        _ graph: TaskGraph, outputs: [TaskID], observer: (any TaskObserver)?, cancellation: CancellationFlag
    ) {
        start = MonotonicClock.nanoseconds
        order = ExecutionOrder(of: graph, outputs: outputs)
        self.graph = graph
        self.observer = observer
        context = TaskContext(cancellation: cancellation)
        values = .allocate(capacity: order.tasks.count)
        values.initialize(repeating: (), count: order.tasks.count)
        seconds = .allocate(capacity: order.tasks.count)
        seconds.initialize(repeating: 0, count: order.tasks.count)
    }

    deinit {
        values.deinitialize(count: order.tasks.count)
        values.deallocate()
        seconds.deallocate()
    }

    /// Tells the observer that the run starts.
    func begin(workers: Int) {
        observer?.runWillStart(graph, taskCount: order.tasks.count, workers: workers)
    }

    /// Runs the task at `position`, whose `inputs` have results, and keeps its result and duration.
    ///
    /// - Parameter clock: when the thread's last task ended, or any later moment; becomes the moment this one did. So a
    ///   task costs one look at the clock.
    /// - Returns: why the task has no result; nil if it has one.
    func execute(_ position: Position, worker: Int, clock: inout UInt64) -> TaskFailure? {
        let task = order.tasks[position.index]
        if let observer {
            observer.taskDidStart(task, worker: worker)
            clock = MonotonicClock.nanoseconds
        }
        var failure: TaskFailure?
        do {
            let range = order.inputs[position]
            var arguments: [any Sendable] = []
            arguments.reserveCapacity(range.count)
            for index in range { arguments.append(values[order.inputs.item(at: index).index]) }
            values[position.index] = try graph.apply(task, to: arguments, in: context)
        } catch {
            failure = TaskFailure(of: task, in: graph, throwing: error)
        }
        let started = clock
        clock = MonotonicClock.nanoseconds
        seconds[position.index] = Double(clock - started) * 1e-9
        observer?.taskDidFinish(
            TaskEvent(
                task: task, worker: worker, startSeconds: Double(started - start) * 1e-9,
                endSeconds: Double(clock - start) * 1e-9, failure: failure))
        return failure
    }

    /// Drops the results of released tasks. May run any code, as objects are destroyed: not to be called with a lock.
    func drop(_ released: inout [Position]) {
        for position in released { values[position.index] = () }
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
                results.append(values[index])
            }
        }
        let durations = Array(UnsafeBufferPointer(start: seconds, count: order.tasks.count))
        let wall = Double(MonotonicClock.nanoseconds - start) * 1e-9
        observer?.runDidEnd(tasksRun: state.tasksRun, seconds: wall)
        if state.isCancelled { throw CancellationError() }
        return RunResult(
            order: order, positions: positions, values: results, failures: failures, seconds: durations,
            tasksRun: state.tasksRun, wallSeconds: wall)
    }
}
