internal import TaskGraph

/// What is known of a run on a cluster: what has run where, what has come back, what is still to come.
///
/// A state machine without clocks, pipes or threads.
///
/// # Glossary
///
/// - *attempt*: what was submitted last. A second follows where workers ended under the first.
/// - `outstanding`: the keys of the attempt that have neither come back nor failed.
/// - `reach`: what failures leave without a result. A key all of whose tasks are among that is not waited for, so a run
///   whose only output can no longer be had is over.
/// - `ended`: the keys of the pieces under which workers ended, more often than Dask allows.
/// - `unreadable`: why a worker could not read data from a file that the attempt named.
/// - `slots`: the number of each thread of each worker, by when it was first heard of.
struct RunState: Sendable {
    /// The tasks of the run, and their order.
    let order: ExecutionOrder

    private let graph: TaskGraph
    private let start: Double
    private var submission: Submission?
    private var outstanding: Set<String> = []
    private var slots: [Slot: Int] = [:]
    private var hasRun: [Bool]
    private var reach: FailureReach
    private(set) var seconds: [Double]
    private(set) var tasksRun = 0
    private(set) var values: [TaskID: any Sendable] = [:]
    private(set) var failures: [TaskID: TaskFailure] = [:]
    private(set) var ended: Set<String> = []
    private(set) var unreadable: String?

    /// Why the run is over although results are outstanding.
    private(set) var error: (any Error)?

    private struct Slot: Hashable {
        var worker: String
        var thread: UInt64
    }

    /// A run that begins.
    ///
    /// - Parameter start: when, in seconds since 1970.
    init(_ graph: TaskGraph, order: ExecutionOrder, start: Double) {
        self.graph = graph
        self.order = order
        self.start = start
        hasRun = Array(repeating: false, count: order.tasks.count)
        reach = FailureReach(order)
        seconds = Array(repeating: 0, count: order.tasks.count)
    }

    /// Whether all that was submitted has come back or failed, or the run is over for another reason.
    var isSettled: Bool { outstanding.isEmpty || error != nil }

    /// Begins an attempt.
    mutating func begin(_ submission: Submission) {
        self.submission = submission
        outstanding = Set(submission.wanted.keys)
        ended = []
        unreadable = nil
    }

    /// Ends the run, unless it has ended.
    mutating func end(_ error: any Error) {
        if self.error == nil { self.error = error }
    }

    /// Records the tasks of a piece that has run.
    ///
    /// - Parameter start: when the piece began, in seconds since 1970, by the worker's clock.
    /// - Returns: what is news: a piece may run twice, where its worker was lost.
    mutating func ran(worker: String, thread: UInt64, start: Double, _ report: SubgraphReport) -> [TaskEvent]
    {
        let slot = Slot(worker: worker, thread: thread)
        let number = slots[slot] ?? slots.count
        slots[slot] = number
        // The clocks of two machines differ: nothing begins before the run does.
        let offset = max(0, start - self.start)
        let known = reach.certainCount
        let events = report.entries.compactMap { entry in
            record(
                entry.task, worker: number, start: offset + entry.startSeconds,
                end: offset + entry.endSeconds,
                entry.failure)
        }
        if reach.certainCount > known { giveUp() }
        return events
    }

    /// Waits no more for keys that have nothing but failures.
    private mutating func giveUp() {
        for key in outstanding {
            guard let tasks = submission?.wanted[key] else { continue }
            let failed = tasks.compactMap { task in
                order.position(of: task).flatMap { reach.certainFailure(of: $0) }
            }
            guard failed.count == tasks.count else { continue }
            for (task, failure) in zip(tasks, failed) { failures[task] = failure }
            outstanding.remove(key)
        }
    }

    /// Records that a task which holds data is there.
    mutating func provided(_ source: TaskID, _ value: any Sendable) -> TaskEvent? {
        values[source] = value
        return record(graph.key(of: source), worker: 0, start: 0, end: 0, nil)
    }

    /// Takes a result that did not have to be computed.
    mutating func keep(_ value: any Sendable, of task: TaskID) {
        values[task] = value
    }

    /// Drops a result that nobody wants.
    mutating func forget(_ task: TaskID) {
        values[task] = nil
    }

    private mutating func record(
        _ key: TaskKey, worker: Int, start: Double, end: Double, _ failure: TaskFailure?
    ) -> TaskEvent? {
        guard let task = graph.task(withKey: key), let position = order.position(of: task)?.index,
            !hasRun[position]
        else { return nil }
        hasRun[position] = true
        reach.record(Position(position), failure)
        seconds[position] = end - start
        tasksRun += 1
        return TaskEvent(
            task: task, worker: worker, startSeconds: start, endSeconds: end, failure: failure)
    }

    /// Records results that have come back.
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
            }
        }
    }

    /// Records that a key has no results.
    ///
    /// - Parameters:
    ///   - cause: what kind of reason there is; one that is not known is a defect.
    ///   - origin: the key that is to blame.
    mutating func failed(_ key: String, _ cause: BridgeReply.FailureCause, origin: String, message: String) {
        guard outstanding.contains(key) else { return }
        switch cause {
        case .killed: ended.insert(origin)
        case .unreadable: unreadable = message
        case .error: return end(DaskClusterError.pieceFailed(name: origin, reason: message))
        }
        outstanding.remove(key)
    }

    /// The tasks of the pieces under which workers ended, inputs first.
    var suspects: [TaskID] {
        let tasks = Set(ended.flatMap { submission?.members[$0] ?? [] })
        return order.tasks.filter(tasks.contains)
    }

    /// Records that a task's operation ends the worker it runs on, and fails what depends on it.
    mutating func blame(_ task: TaskID, for message: String) {
        let failure = TaskFailure(
            origin: graph.key(of: task), operation: graph.name(of: task), message: message)
        var failed: Set<TaskID> = [task]
        failures[task] = failure
        for dependent in order.tasks where graph.inputs(of: dependent).contains(where: failed.contains) {
            failed.insert(dependent)
            // What failed otherwise keeps its reason only if that is the more urgent.
            if let other = failures[dependent].flatMap({ graph.task(withKey: $0.origin) }),
                let mine = order.position(of: task), let its = order.position(of: other), its < mine
            {
                continue
            }
            failures[dependent] = failure
        }
    }

    /// Those of the tasks that have neither a result nor a failure.
    func missing(of outputs: [TaskID]) -> [TaskID] {
        outputs.filter { values[$0] == nil && failures[$0] == nil }
    }
}
