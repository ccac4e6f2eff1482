/// A typed operation that is registered in a graph, valid only for that graph.
public struct RegisteredOperation<Operation: TypedOperation>: Hashable, Sendable {
    /// The identifier of the operation in the graph.
    public let id: OperationID

    init(_ id: OperationID) { self.id = id }
}

extension TaskGraph {
    /// Registers an operation for tasks to refer to.
    ///
    /// An operation with the same name, version and parameters as a registered one has the same identifier.
    ///
    /// Name, version and parameters are hashed once here, and not for each task.
    public mutating func register<Operation: TypedOperation>(
        typed operation: Operation
    ) -> RegisteredOperation<Operation> {
        RegisteredOperation(register(operation))
    }

    /// Registers an operation whose `digest` the caller has computed.
    package mutating func register<Operation: TypedOperation>(
        typed operation: Operation, digest: TaskKey
    ) -> RegisteredOperation<Operation> {
        RegisteredOperation(register(operation, digest: digest))
    }

    /// Inserts a task, or returns the existing task with the same key.
    ///
    /// - Parameters:
    ///   - operation: The operation of the task.
    ///   - inputs: The tasks whose results it reads.
    ///   - salt: A value that distinguishes the task from equal tasks with another salt or none.
    public mutating func insert<Operation: TypedOperation>(
        _ operation: RegisteredOperation<Operation>, _ inputs: Operation.Inputs, salt: UInt64? = nil
    ) -> TaskInput<Operation.Output> {
        var writer = TaskInputWriter(reusing: takeScratch())
        inputs.write(to: &writer)
        let task = writer.tasks.withUnsafeBufferPointer { insertTask(operation.id, $0, salt: salt) }
        scratch = writer.tasks
        return TaskInput(task)
    }

    /// Registers an operation and inserts a task that applies it, or returns the existing task with the same key.
    ///
    /// This hashes the operation's parameters on each call. Register an operation once if many tasks apply it.
    public mutating func insert<Operation: TypedOperation>(
        _ operation: Operation, _ inputs: Operation.Inputs, salt: UInt64? = nil
    ) -> TaskInput<Operation.Output> {
        insert(register(typed: operation), inputs, salt: salt)
    }

    /// Registers an operation without inputs and inserts its task, or returns the existing task with the same key.
    public mutating func insert<Operation: TypedOperation>(
        _ operation: Operation, salt: UInt64? = nil
    ) -> TaskInput<Operation.Output> where Operation.Inputs == NoInputs {
        insert(operation, NoInputs(), salt: salt)
    }
}

extension TaskGraph {
    /// Returns the array for the inputs of a task that is being inserted, and leaves none.
    fileprivate mutating func takeScratch() -> [TaskID] {
        var taken: [TaskID] = []
        swap(&taken, &scratch)
        return taken
    }
}

extension RunResult {
    /// Returns the result of an output.
    ///
    /// - Throws: The ``TaskFailure`` of the output; ``OutputTypeError`` if the result has another type.
    public func value<Value>(of output: TaskInput<Value>) throws -> Value {
        try value(of: output.task, as: Value.self)
    }
}
