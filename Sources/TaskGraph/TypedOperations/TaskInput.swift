/// An input of an operation: a task whose result is read as a `Value`.
///
/// A task may return another type, which the compiler cannot check. Reading the input then throws a ``TaskInputError``.
public struct TaskInput<Value>: Hashable, Sendable {
    /// The task.
    public let task: TaskID

    /// Creates an input from a task whose result is read as a `Value`.
    public init(_ task: TaskID) { self.task = task }

    /// Returns the same task as an input that is read as another type, such as a protocol that `Value` conforms to.
    public func reading<Other>(as type: Other.Type = Other.self) -> TaskInput<Other> {
        TaskInput<Other>(task)
    }
}

/// A value that represents results of several types, for inputs that may be one or another.
package protocol TaskResultView {
    /// Creates a view of a result; nil for a result of a type that it does not represent.
    init?(of result: any Sendable)
}
