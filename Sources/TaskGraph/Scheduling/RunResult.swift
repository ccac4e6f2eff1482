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
    private let failureOf: [TaskID: TaskFailure]

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
        failureOf = failures
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
        fatalError("task \(task.index) was not among the outputs of the run")
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

    /// How long a task took, in seconds; 0 if it did not run.
    public func seconds(of task: TaskID) -> Double {
        order.position(of: task).map { seconds[$0.index] } ?? 0
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
