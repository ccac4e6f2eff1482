/// An operation without inputs that holds its result: the data a graph starts from.
///
/// Its parameters are the *content* of the data, hashed: a key, from which the data cannot be had again. So
/// such a task never goes to another process as an operation. Whoever runs a graph elsewhere takes `value`
/// there.
public protocol DataSource: TaskOperation {
    /// The data.
    var value: any Sendable { get }
}

extension DataSource {
    /// Gives the data.
    public func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { value }
}
