import Trellis

/// How much of the work of a run is done, in seconds of one worker, by kind of task.
///
/// The work that is left is what the operations estimate, corrected by the measured times of finished tasks of the same
/// kind. Without estimates, all tasks of a run count the same.
struct WorkAccount {
    /// The tasks of one operation name.
    private struct Kind {
        let name: String
        var finished = 0
        var running = 0
        /// The measured seconds of finished tasks.
        var measured = 0.0
        /// The estimated seconds of all tasks, and of the finished ones.
        var estimated = 0.0
        var finishedEstimate = 0.0
    }

    private let graph: TaskGraph
    private let workers: Int
    private let taskCount: Int
    private var finishedCount = 0
    private var costs: TaskCosts?
    private var kinds: [Kind] = []

    /// The index in `kinds` of each operation of the graph.
    private var kindOfOperation: [Int] = []

    /// The task that each worker runs, and the time of its start.
    private var running: [Int: (task: TaskID, start: Double)] = [:]

    /// The number of tasks that failed.
    private(set) var failedCount = 0

    init(_ start: RunStart) {
        graph = start.graph
        workers = start.workers
        taskCount = start.taskCount
        var indices: [String: Int] = [:]
        for operation in graph.operations {
            let index = indices[operation.name] ?? kinds.count
            if index == kinds.count { kinds.append(Kind(name: operation.name)) }
            indices[operation.name] = index
            kindOfOperation.append(index)
        }
    }

    // MARK: - Events

    /// Records that a worker starts a task at a time, in seconds.
    mutating func start(_ task: TaskID, worker: Int, at time: Double) {
        running[worker] = (task, time)
        kinds[kind(of: task)].running += 1
    }

    /// Records that a task has ended.
    mutating func finish(_ run: TaskRun) {
        running[run.worker] = nil
        finishedCount += 1
        if run.failure != nil { failedCount += 1 }
        let index = kind(of: run.task)
        kinds[index].running -= 1
        kinds[index].finished += 1
        kinds[index].measured += run.seconds
        if let costs { kinds[index].finishedEstimate += costs[run.task].seconds }
    }

    /// The estimates of a run, computed beside it because a graph may have millions of tasks.
    struct Estimates: Sendable {
        fileprivate let costs: TaskCosts
        fileprivate let seconds: [Int: Double]
        fileprivate let counts: [Int: Int]

        /// Computes the estimates of the tasks that outputs need; of all tasks without outputs.
        init(_ graph: TaskGraph, outputs: [TaskID]?) {
            let costs = TaskCosts(of: graph)
            var (seconds, counts) = ([Int: Double](), [Int: Int]())
            for task in outputs.map({ graph.tasksNeeded(for: $0) }) ?? Array(graph.tasks) {
                let operation = graph.operationID(of: task).index
                seconds[operation, default: 0] += costs[task].seconds
                counts[operation, default: 0] += 1
            }
            (self.costs, self.seconds, self.counts) = (costs, seconds, counts)
        }
    }

    /// Adds the estimates; tasks that have finished before count with the mean of their kind.
    mutating func add(_ estimates: Estimates) {
        var counts = [Int](repeating: 0, count: kinds.count)
        for (operation, seconds) in estimates.seconds {
            kinds[kindOfOperation[operation]].estimated += seconds
            counts[kindOfOperation[operation]] += estimates.counts[operation] ?? 0
        }
        for index in kinds.indices where counts[index] > 0 {
            kinds[index].finishedEstimate =
                kinds[index].estimated * Double(min(kinds[index].finished, counts[index]))
                / Double(counts[index])
        }
        costs = estimates.costs
    }

    private func kind(of task: TaskID) -> Int { kindOfOperation[graph.operationID(of: task).index] }

    // MARK: - Asking

    /// The names of what runs, each once, in the order of the graph.
    var runningNames: [String] { kinds.filter { $0.running > 0 }.map(\.name) }

    /// Returns the seconds of work done and left at a time.
    func work(at time: Double) -> (done: Double, left: Double) {
        let elapsed = running.values.reduce(0) { $0 + max(0, time - $1.start) }
        let measured = kinds.reduce(0) { $0 + $1.measured }
        guard let costs else {
            let left = max(0, taskCount - finishedCount)
            let mean = finishedCount == 0 ? 0 : measured / Double(finishedCount)
            return (measured + elapsed, max(0, Double(left) * mean - elapsed))
        }
        let estimated = kinds.reduce(0) { $0 + $1.finishedEstimate }
        let overall = estimated > 0 && measured > 0 ? measured / estimated : 1
        func correction(_ kind: Kind) -> Double {
            kind.finishedEstimate > 0 && kind.measured > 0 ? kind.measured / kind.finishedEstimate : overall
        }
        var left = kinds.reduce(0) { $0 + max(0, $1.estimated - $1.finishedEstimate) * correction($1) }
        for (task, start) in running.values {
            left -= min(max(0, time - start), costs[task].seconds * correction(kinds[kind(of: task)]))
        }
        return (measured + elapsed, max(0, left))
    }

    /// Returns the seconds until the end, at a time; nil if nothing is known yet.
    func secondsLeft(at time: Double) -> Double? {
        guard finishedCount > 0 else { return nil }
        let atOnce = max(1, min(workers, taskCount - finishedCount))
        return work(at: time).left / Double(atOnce)
    }

    /// Returns the share of the work that is done at a time, between 0 and 1.
    func share(at time: Double) -> Double {
        let (done, left) = work(at: time)
        return done + left > 0 ? done / (done + left) : 0
    }
}
