/// The result of a run: the outcome of every output, and the duration of every task.
public struct RunResult: Sendable {
    /// The number of tasks that ran, including failed ones, but not those that failed because of another task.
    public let tasksRun: Int

    /// The duration of the run in seconds, from ordering the tasks to collecting the results.
    public let wallSeconds: Double

    private let order: ExecutionOrder
    /// The durations by position.
    private let seconds: [Double]
    /// The positions of the outputs with results, ascending.
    private let positions: [Position]
    /// The results, parallel to `positions`.
    private let values: [any Sendable]
    private let failures: [TaskID: TaskFailure]

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - order: The order of the run.
    ///   - values: The results of the outputs that have one, in any order.
    ///   - failures: The failures of the other outputs.
    ///   - seconds: The duration of each task, by its position in `order`; 0 for tasks that did not run.
    ///   - tasksRun: The number of tasks that ran, including failed ones.
    ///   - wallSeconds: The duration of the run.
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

    /// Creates a result from sorted values.
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

    /// Returns the result of an output, or its failure.
    ///
    /// - Complexity: O(log n) in the number of outputs.
    /// - Precondition: `task` is an output of the run.
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
        fatalError("task \(task.index) is not an output of the run")
    }

    /// Returns the duration of a task in seconds; 0 if it did not run.
    public func seconds(of task: TaskID) -> Double {
        order.position(of: task).map { seconds[$0.index] } ?? 0
    }
}
