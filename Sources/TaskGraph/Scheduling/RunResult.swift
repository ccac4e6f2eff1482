/// What a run gave: the outcome of every output, and how long every task took.
public struct RunResult: Sendable {
    /// How many tasks ran, failed ones included; tasks that failed because another did are not.
    public let tasksRun: Int

    /// How long the run took, in seconds, from ordering the tasks to collecting the results.
    public let wallSeconds: Double

    private let order: ExecutionOrder
    /// Durations by position.
    private let seconds: [Double]
    /// The positions of the outputs that have results, ascending.
    private let positions: [Position]
    /// The results, beside `positions`.
    private let values: [any Sendable]
    private let failures: [TaskID: TaskFailure]

    /// Makes a result.
    ///
    /// - Parameters:
    ///   - order: the order of the run.
    ///   - values: the results of the outputs that have one, in any order.
    ///   - failures: why the other outputs have none.
    ///   - seconds: how long each task of `order` took, at its place there; 0 for tasks that did not run.
    ///   - tasksRun: how many tasks ran, failed ones included.
    ///   - wallSeconds: how long the run took.
    public init(
        order: ExecutionOrder, values: [(task: TaskID, value: any Sendable)], failures: [TaskID: TaskFailure],
        seconds: [Double], tasksRun: Int, wallSeconds: Double
    ) {
        let placed = values.compactMap { entry in
            order.position(of: entry.task).map { (position: $0, value: entry.value) }
        }
        let sorted = placed.sorted { $0.position < $1.position }
        self.init(
            order: order, positions: sorted.map(\.position), values: sorted.map(\.value), failures: failures,
            seconds: seconds, tasksRun: tasksRun, wallSeconds: wallSeconds)
    }

    /// Makes a result from values that are sorted already.
    package init(
        order: ExecutionOrder, positions: [Position], values: [any Sendable], failures: [TaskID: TaskFailure],
        seconds: [Double], tasksRun: Int, wallSeconds: Double
    ) {
        guard seconds.count == order.tasks.count else {
            fatalError("\(seconds.count) durations for \(order.tasks.count) tasks")
        }
        guard positions.count == values.count else {
            fatalError("\(values.count) values for \(positions.count) outputs")
        }
        self.order = order
        self.positions = positions
        self.values = values
        self.failures = failures
        self.seconds = seconds
        self.tasksRun = tasksRun
        self.wallSeconds = wallSeconds
    }

    /// The result of an output, or why it has none.
    ///
    /// Logarithmic in the number of outputs.
    ///
    /// - Precondition: `task` is one of the outputs of the run.
    public func outcome(of task: TaskID) -> Result<any Sendable, TaskFailure> {
        if let failure = failures[task] { return .failure(failure) }
        if let position = order.position(of: task) {
            var range = positions.indices
            while !range.isEmpty {
                let middle = (range.lowerBound + range.upperBound) / 2
                if positions[middle] == position { return .success(values[middle]) }
                range =
                    positions[middle] < position ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
        }
        fatalError("task \(task.index) was not among the outputs of the run")
    }

    /// How long a task took, in seconds; 0 if it did not run.
    public func seconds(of task: TaskID) -> Double {
        order.position(of: task).map { seconds[$0.index] } ?? 0
    }
}
