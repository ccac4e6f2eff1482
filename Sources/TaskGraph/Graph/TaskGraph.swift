/// A graph of tasks in which equal computations are merged.
///
/// A task is an operation applied to the results of other tasks. Its key is the hash of the operation and of its
/// inputs' keys. Inserting a task with an existing key returns the existing task, so merging needs no algorithm. Inputs
/// are inserted before the tasks that read them, so a graph cannot have a cycle, and the insertion order is a
/// topological order.
///
/// A graph is a value: copies share storage until one of them changes. It has no results and does not depend on a
/// scheduler.
///
/// ```swift
/// var graph = TaskGraph()
/// let two = graph.insert(Constant(2), inputs: [])
/// let four = graph.insert(Add(), inputs: [two, two])
/// ```
///
/// Storage is one array per column (and the inputs of all tasks in one array, divided by `inputEnds`), so a task takes
/// about 40 bytes and no allocation.
public struct TaskGraph: Sendable {
    // By operation.
    package private(set) var operations: [any TaskOperation] = []
    private(set) var digests: [TaskKey] = []
    private var operationIndex = KeyIndex()
    private var taskCounts: [Int] = []
    /// An encoder for the parameters of registered operations, which may be long lists of rows.
    private var encoder = CanonicalEncoder()

    // By task.
    private var keys: [TaskKey] = []
    private var taskIndex = KeyIndex()
    private(set) var operationIDs: [OperationID] = []
    /// The end of each task's inputs in `inputIDs`; they start at the end of the previous task's inputs.
    private(set) var inputEnds: [Int32] = []
    private(set) var inputIDs: [TaskID] = []
    /// Memory for the inputs of a task that is being inserted.
    var scratch: [TaskID] = []

    /// The tasks that are marked by ``keep(_:)``.
    public internal(set) var keptTasks: Set<TaskID> = []

    /// Creates a graph without tasks.
    public init() {}

    /// Reserves capacity for a total number of tasks and inputs.
    public mutating func reserveCapacity(tasks: Int, inputs: Int) {
        keys.reserveCapacity(tasks)
        taskIndex.reserveCapacity(tasks, keys: keys)
        operationIDs.reserveCapacity(tasks)
        inputEnds.reserveCapacity(tasks)
        inputIDs.reserveCapacity(inputs)
    }

    /// Registers an operation for tasks to refer to.
    ///
    /// An operation with the same name, version and parameters as a registered one has the same identifier.
    ///
    /// Name, version and parameters are hashed once here, and not for each task.
    public mutating func register(_ operation: any TaskOperation) -> OperationID {
        let digest = operation.digest(in: &encoder, encodingParameters: operation.encodeParameters)
        return register(operation, digest: digest)
    }

    /// Registers an operation whose `digest` the caller has computed.
    package mutating func register(_ operation: any TaskOperation, digest: TaskKey) -> OperationID {
        switch operationIndex.find(digest, among: digests) {
        case .place(let place):
            guard type(of: operations[place]) == type(of: operation) else {
                fatalError(
                    """
                    operations of types \(String(reflecting: type(of: operations[place]))) and \
                    \(String(reflecting: type(of: operation))) have the same name "\(operation.name)", version and \
                    parameters, which identify shared results; give each type its own name
                    """)
            }
            return OperationID(index: place)
        case .nowhere(let slot):
            digests.append(digest)
            operations.append(operation)
            taskCounts.append(0)
            operationIndex.insertLast(of: digests, at: slot)
            return OperationID(index: operations.count - 1)
        }
    }

    /// Inserts a task; all public overloads call this method, and differ in how they pass the inputs.
    @inline(__always)
    mutating func insertTask(
        _ operation: OperationID, _ inputs: UnsafeBufferPointer<TaskID>, salt: UInt64?
    ) -> TaskID {
        for input in inputs {
            guard input.index < count else {
                fatalError("input \(input.index) is not a task of this graph, which has \(count)")
            }
        }
        return insert(
            TaskKey(operation: digests[operation.index], inputs: inputs, keys: keys, salt: salt), operation,
            inputs)
    }

    /// Inserts a task with a known key, or returns the existing task with this key.
    @inline(__always)
    mutating func insert(
        _ key: TaskKey, _ operation: OperationID, _ inputs: UnsafeBufferPointer<TaskID>
    ) -> TaskID {
        switch taskIndex.find(key, among: keys) {
        case .place(let place):
            return TaskID(index: place)
        case .nowhere(let slot):
            keys.append(key)
            operationIDs.append(operation)
            for input in inputs { inputIDs.append(input) }
            inputEnds.append(Int32(inputIDs.count))
            taskCounts[operation.index] += 1
            taskIndex.insertLast(of: keys, at: slot)
            return TaskID(index: keys.count - 1)
        }
    }
}

// MARK: - Reading

extension TaskGraph {
    /// The number of tasks.
    public var count: Int { keys.count }

    /// All tasks, inputs before the tasks that read them.
    public var tasks: some RandomAccessCollection<TaskID> & Sendable {
        TaskIDs(endIndex: count)
    }

    /// Returns the task with `key`, if there is one.
    ///
    /// - Complexity: O(1) expected.
    public func task(withKey key: TaskKey) -> TaskID? {
        guard case .place(let place) = taskIndex.find(key, among: keys) else { return nil }
        return TaskID(index: place)
    }

    /// Returns the key of a task.
    public func key(of task: TaskID) -> TaskKey { keys[task.index] }

    /// Returns the operation of a task.
    public func operation(of task: TaskID) -> any TaskOperation { operations[operationIDs[task.index].index] }

    /// Applies an operation in place; `operation(of:)` would copy it.
    package func apply(
        _ operation: OperationID, to inputs: TaskInputs, in context: TaskContext
    ) throws -> any Sendable {
        try operations[operation.index].run(inputs, in: context)
    }

    /// Returns the hash of an operation's name, version and parameters.
    func digest(of operation: OperationID) -> TaskKey { digests[operation.index] }

    /// Returns the identifier of the operation of a task.
    package func operationID(of task: TaskID) -> OperationID { operationIDs[task.index] }

    /// Returns the name of the operation of a task.
    public func name(of task: TaskID) -> String { operation(of: task).name }

    /// Returns the tasks whose results a task reads, in the order of the operation's inputs.
    ///
    /// The slice shares the graph's storage; its indices do not start at 0.
    public func inputs(of task: TaskID) -> ArraySlice<TaskID> { inputIDs[inputRange(of: task.index)] }

    /// The number of tasks by operation name.
    ///
    /// - Complexity: Linear in the number of distinct operations.
    public var countsByName: [String: Int] {
        var counts: [String: Int] = [:]
        for (operation, count) in zip(operations, taskCounts) where count > 0 {
            counts[operation.name, default: 0] += count
        }
        return counts
    }

    /// The operations that tasks apply, each once.
    package var appliedOperations: [any TaskOperation] {
        zip(operations, taskCounts).compactMap { operation, count in count > 0 ? operation : nil }
    }

    @inline(__always)
    func inputRange(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(inputEnds[index - 1]))..<Int(inputEnds[index])
    }
}

/// The first `endIndex` task identifiers.
private struct TaskIDs: RandomAccessCollection, Sendable {
    let startIndex = 0
    let endIndex: Int

    subscript(position: Int) -> TaskID { TaskID(index: position) }
}
