/// The estimates of the inputs of a task, by the names in a ``TaskInputList``.
///
/// ```swift
/// let rows = inputs.features.rows
/// ```
///
/// An input that the task lacks takes no time and has no rows and columns.
@dynamicMemberLookup
public struct TaskInputEstimates<List: TaskInputList>: Sendable {
    /// The estimates of all inputs, in order.
    public let all: [TaskEstimate]

    /// The positions of the inputs.
    private let positions: List

    /// Creates the estimates of a task's inputs.
    public init(_ estimates: [TaskEstimate]) {
        self.init(estimates, List.order.positions(count: estimates.count))
    }

    private init(_ estimates: [TaskEstimate], _ positions: List) {
        all = estimates
        self.positions = positions
    }

    /// The estimate of an input.
    public subscript<Value>(dynamicMember field: KeyPath<List, TaskInput<Value>>) -> TaskEstimate {
        estimate(of: positions[keyPath: field])
    }

    /// The estimate of an optional input; nil if the task does not have it.
    public subscript<Value>(dynamicMember field: KeyPath<List, TaskInput<Value>?>) -> TaskEstimate? {
        positions[keyPath: field].map(estimate)
    }

    /// The estimates of an array of inputs.
    public subscript<Value>(dynamicMember field: KeyPath<List, [TaskInput<Value>]>) -> [TaskEstimate] {
        positions[keyPath: field].map(estimate)
    }

    /// The estimates of a list within this one.
    public subscript<Nested: TaskInputList>(
        dynamicMember field: KeyPath<List, Nested>
    ) -> TaskInputEstimates<Nested> {
        TaskInputEstimates<Nested>(all, positions[keyPath: field])
    }

    private func estimate<Value>(of input: TaskInput<Value>) -> TaskEstimate {
        let position = input.task.index
        return position < all.count ? all[position] : TaskEstimate(seconds: 0)
    }
}
