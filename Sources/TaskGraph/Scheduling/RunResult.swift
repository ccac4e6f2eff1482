/// The result of a run: the outcome of every output, and the duration of every task.
public struct RunResult: Sendable {
    /// The number of tasks that ran, including failed ones, but not those that failed because of another task.
    public let tasksRun: Int

    /// The duration of the run in seconds, from ordering the tasks to collecting the results.
    public let wallSeconds: Double

    private let order: ExecutionOrder
    /// The durations of the tasks of the order.
    private let seconds: [Double]
    /// The positions of the outputs with results, ascending.
    private let positions: [Position]
    /// The results, parallel to `positions`.
    private let values: [any Sendable]
    private let failureOf: [TaskID: TaskFailure]

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - order: The order of the run.
    ///   - values: The results of the outputs that have one, in any order.
    ///   - failures: The failures of the other outputs.
    ///   - seconds: The duration of each task, by its index in `order`; 0 for tasks that did not run.
    ///   - tasksRun: The number of tasks that ran, including failed ones.
    ///   - wallSeconds: The duration of the run.
    package init(
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
        failureOf = failures
        self.seconds = seconds
        self.tasksRun = tasksRun
        self.wallSeconds = wallSeconds
    }

    /// Returns the result of the run without some of its outputs.
    func without(_ outputs: Set<TaskID>) -> RunResult {
        guard !outputs.isEmpty else { return self }
        let dropped = Set(outputs.compactMap { order.position(of: $0) })
        let kept = positions.indices.filter { !dropped.contains(positions[$0]) }
        return RunResult(
            order: order, positions: kept.map { positions[$0] }, values: kept.map { values[$0] },
            failures: failureOf.filter { !outputs.contains($0.key) }, seconds: seconds, tasksRun: tasksRun,
            wallSeconds: wallSeconds)
    }

    /// Returns the result of an output, or its failure.
    ///
    /// - Complexity: O(log n) in the number of outputs.
    /// - Precondition: `task` is an output of the run.
    public func outcome(of task: TaskID) -> Result<any Sendable, TaskFailure> {
        if let failure = failureOf[task] { return .failure(failure) }
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

    /// Returns the result of an output.
    ///
    /// - Parameters:
    ///   - task: One of the outputs of the run.
    ///   - type: The type of the result.
    /// - Throws: The ``TaskFailure`` of the output if it has failed; ``OutputTypeError`` if its result has another type.
    /// - Complexity: O(log n) in the number of outputs.
    public func value<Value>(of task: TaskID, as type: Value.Type = Value.self) throws -> Value {
        let result = try outcome(of: task).get()
        guard let value = result as? Value else {
            throw OutputTypeError(expected: "\(type)", found: "\(Swift.type(of: result))")
        }
        return value
    }

    /// The failures that left outputs without results, each once, in the order of the outputs in the graph.
    ///
    /// Many outputs can fail because of one task: ``outcome(of:)`` returns the failure of each.
    ///
    /// - Complexity: O(n log n) in the number of failed outputs.
    public var failures: [TaskFailure] {
        var known: Set<TaskKey> = []
        return failureOf.sorted { $0.key.index < $1.key.index }.map(\.value).filter {
            known.insert($0.origin).inserted
        }
    }

    /// The outputs without results, in the order of the graph.
    ///
    /// - Complexity: O(n log n) in the number of failed outputs.
    public var failedOutputs: [TaskID] { failureOf.keys.sorted { $0.index < $1.index } }

    /// Returns the duration of a task in seconds; 0 if it did not run.
    public func seconds(of task: TaskID) -> Double {
        order.index(of: task).map { seconds[$0] } ?? 0
    }
}

/// The result of an output that has another type than the caller expects.
public struct OutputTypeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The expected type.
    public let expected: String

    /// The type of the result.
    public let found: String

    /// Creates an error from the expected type and the type of the result.
    public init(expected: String, found: String) {
        (self.expected, self.found) = (expected, found)
    }

    /// `the result is of type Int; expected Double`.
    public var description: String { "the result is of type \(found); expected \(expected)" }
}
