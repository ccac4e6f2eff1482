// There is an overload for each number of inputs up to three, which need no array.
//
// Hashing a key takes about 30 ns, and finding a task in a large graph two cache misses, so allocating an array for the
// inputs would be a significant part of the cost.

extension TaskGraph {
    /// Inserts a task without inputs, or returns the existing task with the same key.
    ///
    /// - Parameters:
    ///   - operation: The operation of the task.
    ///   - salt: A value that distinguishes the task from equal tasks with another salt or none. Plans without merging
    ///     use it.
    public mutating func insert(_ operation: OperationID, salt: UInt64? = nil) -> TaskID {
        insertTask(operation, UnsafeBufferPointer(start: nil, count: 0), salt: salt)
    }

    /// Inserts a task with one input, or returns the existing task with the same key.
    public mutating func insert(
        _ operation: OperationID, inputs input: TaskID, salt: UInt64? = nil
    ) -> TaskID {
        withUnsafePointer(to: input) {
            insertTask(operation, UnsafeBufferPointer(start: $0, count: 1), salt: salt)
        }
    }

    /// Inserts a task with two inputs, or returns the existing task with the same key.
    public mutating func insert(
        _ operation: OperationID, inputs first: TaskID, _ second: TaskID, salt: UInt64? = nil
    ) -> TaskID {
        withUnsafeTemporaryAllocation(of: TaskID.self, capacity: 2) { inputs in
            inputs.initializeElement(at: 0, to: first)
            inputs.initializeElement(at: 1, to: second)
            return insertTask(operation, UnsafeBufferPointer(inputs), salt: salt)
        }
    }

    /// Inserts a task with three inputs, or returns the existing task with the same key.
    public mutating func insert(
        _ operation: OperationID, inputs first: TaskID, _ second: TaskID, _ third: TaskID, salt: UInt64? = nil
    ) -> TaskID {
        withUnsafeTemporaryAllocation(of: TaskID.self, capacity: 3) { inputs in
            inputs.initializeElement(at: 0, to: first)
            inputs.initializeElement(at: 1, to: second)
            inputs.initializeElement(at: 2, to: third)
            return insertTask(operation, UnsafeBufferPointer(inputs), salt: salt)
        }
    }

    /// Inserts a task with any number of inputs, or returns the existing task with the same key.
    public mutating func insert(_ operation: OperationID, inputs: [TaskID], salt: UInt64? = nil) -> TaskID {
        inputs.withUnsafeBufferPointer { insertTask(operation, $0, salt: salt) }
    }

    /// Registers an operation and inserts a task that applies it, or returns the existing task with the same key.
    ///
    /// This hashes the operation's parameters on each call. Register an operation once if many tasks apply it.
    public mutating func insert(
        _ operation: any TaskOperation, inputs: [TaskID], salt: UInt64? = nil
    ) -> TaskID {
        insert(register(operation), inputs: inputs, salt: salt)
    }
}
