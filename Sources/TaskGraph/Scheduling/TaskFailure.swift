/// The reason why a task has no result: an error of its own operation, or of a task it depends on.
public struct TaskFailure: Error, Sendable {
    /// The key of the task whose operation threw.
    public let origin: TaskKey
    /// The name of that operation.
    public let operation: String
    /// The error description.
    public let message: String
    /// The error; nil if the operation ran in another process, which returns only the description.
    public let error: (any Error)?

    /// Creates a failure from its parts.
    package init(origin: TaskKey, operation: String, message: String, error: (any Error)? = nil) {
        self.origin = origin
        self.operation = operation
        self.message = message
        self.error = error
    }

    /// Creates the failure of a task whose operation threw `error`.
    package init(of task: TaskID, in graph: TaskGraph, throwing error: any Error) {
        self.init(
            origin: graph.key(of: task), operation: graph.name(of: task), message: String(describing: error),
            error: error)
    }
}

extension TaskFailure: Equatable {
    /// Returns whether both are failures of the same task with the same message, wherever it ran.
    public static func == (left: TaskFailure, right: TaskFailure) -> Bool {
        left.origin == right.origin && left.operation == right.operation && left.message == right.message
    }
}

extension TaskFailure: CustomStringConvertible {
    /// `fit-svc failed: …`, followed by the key of the task.
    public var description: String { "\(operation) failed: \(message) (task \(origin))" }
}
