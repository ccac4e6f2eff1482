// One variant a number of inputs: up to three need no array.
//
// A key takes some 30 ns to hash and a task in a large graph two cache misses to look up, so that allocating
// an array for the inputs would be a good part of the cost.

extension TaskGraph {
    /// Adds a task without inputs; if a task with the same key is there, returns it.
    ///
    /// - Parameters:
    ///   - operation: what the task computes.
    ///   - salt: makes the task distinct from those without it or with another, whatever else they share. This is
    ///     how a plan that merges nothing is made.
    public mutating func insert(_ operation: OperationID, salt: UInt64? = nil) -> TaskID {
        insertTask(operation, UnsafeBufferPointer(start: nil, count: 0), salt: salt)
    }

    /// Adds a task with one input; if a task with the same key is there, returns it.
    public mutating func insert(
        _ operation: OperationID, inputs input: TaskID, salt: UInt64? = nil
    ) -> TaskID {
        withUnsafePointer(to: input) {
            insertTask(operation, UnsafeBufferPointer(start: $0, count: 1), salt: salt)
        }
    }

    /// Adds a task with two inputs; if a task with the same key is there, returns it.
    public mutating func insert(
        _ operation: OperationID, inputs first: TaskID, _ second: TaskID, salt: UInt64? = nil
    ) -> TaskID {
        withUnsafeTemporaryAllocation(of: TaskID.self, capacity: 2) { inputs in
            inputs.initializeElement(at: 0, to: first)
            inputs.initializeElement(at: 1, to: second)
            return insertTask(operation, UnsafeBufferPointer(inputs), salt: salt)
        }
    }

    /// Adds a task with three inputs; if a task with the same key is there, returns it.
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

    /// Adds a task with any number of inputs; if a task with the same key is there, returns it.
    public mutating func insert(_ operation: OperationID, inputs: [TaskID], salt: UInt64? = nil) -> TaskID {
        inputs.withUnsafeBufferPointer { insertTask(operation, $0, salt: salt) }
    }

    /// Registers an operation and adds a task that applies it; if a task with the same key is there, returns
    /// it.
    ///
    /// An operation that many tasks apply is better registered once, for this hashes its parameters each
    /// time.
    public mutating func insert(
        _ operation: any TaskOperation, inputs: [TaskID], salt: UInt64? = nil
    ) -> TaskID {
        insert(register(operation), inputs: inputs, salt: salt)
    }
}
