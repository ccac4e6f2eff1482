/// An operation without inputs that holds its result: a data source of a graph.
///
/// Its parameters are a hash of the *content* of the data, from which the data cannot be recovered. Such a task is
/// therefore never sent to another process as an operation; a scheduler that runs a graph elsewhere sends `value`
/// instead.
public protocol DataSource: TaskOperation {
    /// The data.
    var value: any Sendable { get }
}

extension DataSource {
    /// Returns the data.
    public func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { value }
}
