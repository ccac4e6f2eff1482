internal import TaskGraph

/// Which tasks of a run failures leave without a result, known before the cluster says so of each.
///
/// The failure to report of a task is that of the most urgent task that it depends on and that failed. So a failure is
/// *certain* only once every task that is more urgent has run, or never will.
struct FailurePropagation: Sendable {
    private let inputs: Adjacency
    private let count: Int

    /// The tasks that read each task; made when the first one fails.
    private var dependents: Adjacency?

    /// For each task that failed or depends on one that did, the most urgent that failed.
    private var causes: [Position: Position] = [:]
    private var failures: [Position: TaskFailure] = [:]
    private var hasRun: [Bool]

    /// How many of the most urgent tasks have run or never will.
    private var passed = 0

    /// Nothing has run yet.
    init(_ order: ExecutionOrder) {
        inputs = order.inputs
        count = order.tasks.count
        hasRun = Array(repeating: false, count: count)
    }

    /// How many failures are certain.
    private(set) var certainCount = 0

    /// Records that a task has run, and why it has no result if it has none.
    mutating func record(_ task: Position, _ failure: TaskFailure?) {
        hasRun[task.index] = true
        if let failure { fail(task, failure) }
        while passed < count, hasRun[passed] || causes[Position(passed)] != nil {
            if failures[Position(passed)] != nil { certainCount += 1 }
            passed += 1
        }
    }

    /// Why a task has no result, if that is certain.
    func certainFailure(of task: Position) -> TaskFailure? {
        guard let cause = causes[task], cause.index < passed else { return nil }
        return failures[cause]
    }

    private mutating func fail(_ task: Position, _ failure: TaskFailure) {
        let dependents = dependents ?? Adjacency(reversing: inputs)
        self.dependents = dependents
        failures[task] = failure
        causes[task] = task
        var reached = [task]
        while let failed = reached.popLast() {
            for index in dependents.range(of: failed.index) {
                let dependent = dependents.item(at: index)
                if let known = causes[dependent], known <= task { continue }
                causes[dependent] = task
                reached.append(dependent)
            }
        }
    }
}
