/// The results of the inputs of a task, by the names in a ``TaskInputList``.
///
/// ```swift
/// let rows = try inputs.rows
/// ```
///
/// Reading an input throws a ``TaskInputError`` if its value has another type than declared.
@dynamicMemberLookup
public struct TaskInputValues<List: TaskInputList>: Sendable {
    /// The results of all inputs, by position.
    package let all: TaskInputs

    /// The positions of the inputs.
    private let positions: List

    /// Creates the inputs of a task from values; schedulers do this, and tests of operations.
    public init(_ values: TaskInputs) {
        self.init(values, List.order.positions(count: values.count))
    }

    private init(_ values: TaskInputs, _ positions: List) {
        all = values
        self.positions = positions
    }

    /// The value of an input.
    public subscript<Value>(dynamicMember field: KeyPath<List, TaskInput<Value>>) -> Value {
        get throws(TaskInputError) { try value(of: positions[keyPath: field]) }
    }

    /// The value of an optional input; nil if the task does not have it.
    public subscript<Value>(dynamicMember field: KeyPath<List, TaskInput<Value>?>) -> Value? {
        get throws(TaskInputError) {
            guard let input = positions[keyPath: field] else { return nil }
            return try value(of: input)
        }
    }

    /// The values of an array of inputs.
    public subscript<Value>(dynamicMember field: KeyPath<List, [TaskInput<Value>]>) -> [Value] {
        get throws(TaskInputError) {
            var values: [Value] = []
            for input in positions[keyPath: field] { values.append(try value(of: input)) }
            return values
        }
    }

    /// The inputs of a list within this one.
    public subscript<Nested: TaskInputList>(dynamicMember field: KeyPath<List, Nested>) -> TaskInputValues<
        Nested
    > {
        TaskInputValues<Nested>(all, positions[keyPath: field])
    }

    private func value<Value>(of input: TaskInput<Value>) throws(TaskInputError) -> Value {
        try all.value(input.task.index, as: Value.self)
    }

    /// Returns the error that an input has an unexpected value.
    ///
    /// - Parameters:
    ///   - field: The input.
    ///   - expected: What the operation expects.
    public func error<Value>(
        at field: KeyPath<List, TaskInput<Value>>, expected: String
    ) -> TaskInputError {
        let position = positions[keyPath: field].task.index
        guard position < all.count else {
            return TaskInputError(position: position, expected: expected, found: nil)
        }
        return TaskInputError(position: position, expected: expected, value: all[position])
    }
}
