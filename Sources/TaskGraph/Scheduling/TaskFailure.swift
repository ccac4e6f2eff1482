/// Why a task has no result: an error that its operation threw, or that of a task it depends on.
public struct TaskFailure: Error, Equatable, Sendable {
    /// The key of the task whose operation threw.
    public let origin: TaskKey
    /// The name of that operation.
    public let operation: String
    /// The error, described.
    public let message: String

    /// Makes a failure from its parts.
    public init(origin: TaskKey, operation: String, message: String) {
        self.origin = origin
        self.operation = operation
        self.message = message
    }

    /// The failure of a task whose operation threw `error`.
    package init(of task: TaskID, in graph: TaskGraph, throwing error: any Error) {
        self.init(
            origin: graph.key(of: task), operation: graph.name(of: task), message: String(describing: error))
    }
}

extension TaskFailure: CustomStringConvertible {
    /// The message after the operation and key it comes from.
    public var description: String { "\(operation)-\(origin): \(message)" }
}
