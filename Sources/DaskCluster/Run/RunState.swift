internal import TaskGraph

/// The state of a run on a cluster: completed tasks, results and outstanding keys.
///
/// This is a state machine without clocks, pipes or threads.
///
/// # Glossary
///
/// - *attempt*: the most recent submission. Further attempts follow if workers die.
/// - `outstanding`: the keys of the attempt that have neither results nor failures.
/// - `propagation`: the tasks that failures leave without a result. The run does not wait for keys whose tasks are all among
///   them, so that it ends when its outputs have certainly failed.
/// - `killed`: the keys of the pieces whose workers died more often than Dask allows.
/// - `unreadable`: the reason why a worker could not read data from a file of the attempt.
/// - `slots`: the number of each thread of each worker, in order of first appearance.
struct RunState: Sendable {
    /// The tasks of the run, and their order.
    let order: ExecutionOrder

    private let graph: TaskGraph
    private let start: Double
    private var submission: ClusterGraph?
    private var outstanding: Set<String> = []
    private var slots: [Slot: Int] = [:]
    private var hasRun: [Bool]
    private var propagation: FailurePropagation
    private(set) var seconds: [Double]
    private(set) var tasksRun = 0
    private(set) var values: [TaskID: any Sendable] = [:]
    /// The results that were computed since the caller asked last.
    private var arrived: [(task: TaskID, value: any Sendable)] = []
    private(set) var failures: [TaskID: TaskFailure] = [:]
    private(set) var killed: Set<String> = []
    private(set) var unreadable: String?

    /// The error that ended the run.
    private(set) var error: (any Error)?

    private struct Slot: Hashable {
        var worker: String
        var thread: UInt64
    }

    /// Creates the initial state of a run.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - order: The execution order.
    ///   - start: The start time of the run, in seconds since 1970.
    init(_ graph: TaskGraph, order: ExecutionOrder, start: Double) {
        self.graph = graph
        self.order = order
        self.start = start
        hasRun = Array(repeating: false, count: order.tasks.count)
        propagation = FailurePropagation(order)
        seconds = Array(repeating: 0, count: order.tasks.count)
    }

    /// Whether all submitted tasks have results or failures, or an error ended the run.
    var isSettled: Bool { outstanding.isEmpty || error != nil }

    /// Begins an attempt.
    mutating func begin(_ submission: ClusterGraph) {
        self.submission = submission
        outstanding = Set(submission.wanted.keys)
        killed = []
        unreadable = nil
    }

    /// Ends the run with an error, unless it has already ended.
    mutating func end(_ error: any Error) {
        if self.error == nil { self.error = error }
    }

    /// Records the tasks of a piece that has run.
    ///
    /// - Parameters:
    ///   - worker: The address of the worker.
    ///   - thread: The identifier of the thread.
    ///   - start: The start time of the piece by the clock of the worker, in seconds since 1970.
    ///   - report: The report of the worker library.
    /// - Returns: The runs of tasks that had not run before; a piece may run twice if its worker was lost.
    mutating func ran(worker: String, thread: UInt64, start: Double, _ report: SubgraphReport) -> [TaskRun] {
        let slot = Slot(worker: worker, thread: thread)
        let number = slots[slot] ?? slots.count
        slots[slot] = number
        // Clocks of different machines differ, so make sure that no task starts before the run.
        let offset = max(0, start - self.start)
        let known = propagation.certainCount
        let runs = report.entries.compactMap { entry in
            record(
                entry.task, worker: number, start: offset + entry.startSeconds,
                end: offset + entry.endSeconds,
                entry.failure)
        }
        if propagation.certainCount > known { giveUp() }
        return runs
    }

    /// Waits no more for keys that have nothing but failures.
    private mutating func giveUp() {
        for key in outstanding {
            guard let tasks = submission?.wanted[key] else { continue }
            let failed = tasks.compactMap { task in
                order.position(of: task).flatMap { propagation.certainFailure(of: $0) }
            }
            guard failed.count == tasks.count else { continue }
            for (task, failure) in zip(tasks, failed) { failures[task] = failure }
            outstanding.remove(key)
        }
    }

    /// Records the value of a data source.
    mutating func provided(_ source: TaskID, _ value: any Sendable) -> TaskRun? {
        values[source] = value
        arrived.append((source, value))
        return record(graph.key(of: source), worker: 0, start: 0, end: 0, nil)
    }

    /// Stores a result that was not computed in this run.
    mutating func keep(_ value: any Sendable, of task: TaskID) {
        values[task] = value
    }

    /// Drops a result that is not needed.
    mutating func forget(_ task: TaskID) {
        values[task] = nil
    }

    private mutating func record(
        _ key: TaskKey, worker: Int, start: Double, end: Double, _ failure: TaskFailure?
    ) -> TaskRun? {
        guard let task = graph.task(withKey: key), let position = order.position(of: task)?.index,
            !hasRun[position]
        else { return nil }
        hasRun[position] = true
        propagation.record(Position(position), failure)
        seconds[position] = end - start
        tasksRun += 1
        return TaskRun(
            task: task, worker: worker, startSeconds: start, endSeconds: end, failure: failure)
    }

    /// Records results.
    mutating func done(_ key: String, _ results: [any Sendable]) {
        guard outstanding.contains(key), let tasks = submission?.wanted[key] else { return }
        guard tasks.count == results.count else {
            return end(
                DaskClusterError.protocolBroken(
                    reason: "\(key) has \(results.count) results, expected \(tasks.count)"))
        }
        outstanding.remove(key)
        for (task, result) in zip(tasks, results) {
            if let failed = result as? FailedTask {
                failures[task] = failed.failure
            } else {
                values[task] = result
                arrived.append((task, result))
            }
        }
    }

    /// Returns the results that were computed since the last call.
    mutating func takeArrived() -> [(task: TaskID, value: any Sendable)] {
        defer { arrived = [] }
        return arrived
    }

    /// Records that a key has failed.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - cause: The kind of failure; `error` ends the run.
    ///   - origin: The key that caused the failure.
    ///   - message: The error message.
    mutating func failed(_ key: String, _ cause: BridgeReply.FailureCause, origin: String, message: String) {
        guard outstanding.contains(key) else { return }
        switch cause {
        case .killed: killed.insert(origin)
        case .unreadable: unreadable = message
        case .error: return end(DaskClusterError.pieceFailed(name: origin, reason: message))
        }
        outstanding.remove(key)
    }

    /// The tasks of the pieces whose workers died, in topological order.
    var suspects: [TaskID] {
        let tasks = Set(killed.flatMap { submission?.members[$0] ?? [] })
        return order.tasks.filter(tasks.contains)
    }

    /// Records the failure of a task that did not end on a worker, and fails the tasks that depend on it.
    mutating func blame(_ task: TaskID, for failure: TaskFailure) {
        var failed: Set<TaskID> = [task]
        failures[task] = failure
        for dependent in order.tasks where graph.inputs(of: dependent).contains(where: failed.contains) {
            failed.insert(dependent)
            // A task with another failure keeps it only if the origin of that failure is more urgent.
            if let other = failures[dependent].flatMap({ graph.task(withKey: $0.origin) }),
                let mine = order.position(of: task), let its = order.position(of: other), its < mine
            {
                continue
            }
            failures[dependent] = failure
        }
    }

    /// The outputs that have neither a result nor a failure.
    func missing(of outputs: [TaskID]) -> [TaskID] {
        outputs.filter { values[$0] == nil && failures[$0] == nil }
    }
}
