public import TaskGraph

extension OperationRegistry {
    /// Registers a named function, so that workers of a cluster can run its calls.
    ///
    /// The types of its arguments and results must be registered as well. Processes refer to the function by its name.
    ///
    /// - Precondition: The function has a name.
    public mutating func add<each Argument: Sendable, Result: Sendable>(
        function: DelayedFunction<repeat each Argument, Result>
    ) {
        let operation = function.operation
        guard operation.identity == nil else {
            fatalError("a \(operation.name) cannot be registered; name it: delayed(\"name\") { … }")
        }
        add(operation: operation.name, version: operation.version) { _ in operation }
    }
}
