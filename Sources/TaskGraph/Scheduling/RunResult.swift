/// What a run gave: the outcome of every output, and how long every task took.
public struct RunResult: Sendable {
    /// How many tasks ran, failed ones included; tasks that failed because another did are not.
    public let tasksRun: Int

    /// How long the run took, in seconds, from ordering the tasks to collecting the results.
    public let wallSeconds: Double

    /// The outputs without repetitions, ascending.
    private let outputs: [TaskID]
    /// Beside `outputs`.
    private let outcomes: [Result<any Sendable, TaskFailure>]
    /// Durations by position of the order.
    private let seconds: [Double]
    private let order: ExecutionOrder

    /// Makes a result.
    ///
    /// - Parameters:
    ///   - outcomes: the outcome of each output.
    ///   - seconds: how long each task took, by its place in `order`; 0 for tasks that did not run.
    public init(
        outcomes: [(task: TaskID, outcome: Result<any Sendable, TaskFailure>)], order: ExecutionOrder,
        seconds: [Double], tasksRun: Int, wallSeconds: Double
    ) {
        precondition(seconds.count == order.tasks.count, "\(seconds.count) durations for \(order.tasks.count) tasks")
        let sorted = outcomes.sorted { $0.task < $1.task }
        outputs = sorted.map(\.task)
        self.outcomes = sorted.map(\.outcome)
        self.order = order
        self.seconds = seconds
        self.tasksRun = tasksRun
        self.wallSeconds = wallSeconds
    }

    /// The result of an output, or why it has none. Logarithmic in the number of outputs.
    ///
    /// - Precondition: `task` is one of the outputs of the run.
    public func outcome(of task: TaskID) -> Result<any Sendable, TaskFailure> {
        var range = outputs.indices
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            if outputs[middle] == task { return outcomes[middle] }
            range = outputs[middle] < task ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        preconditionFailure("task \(task.index) was not among the outputs of the run")
    }

    /// How long a task took, in seconds; 0 if it did not run.
    public func seconds(of task: TaskID) -> Double {
        order.position(of: task).map { seconds[$0.index] } ?? 0
    }
}
