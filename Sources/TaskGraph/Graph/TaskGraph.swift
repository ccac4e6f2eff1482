/// A graph of tasks, in which whatever is the same computation stands once.
///
/// A task is an operation applied to the results of other tasks. Its key is the hash of the operation and of
/// its inputs' keys, and inserting a task whose key is there returns the one that is there: merging needs no
/// algorithm. Inputs are inserted before the tasks that read them, so a graph cannot have a cycle, and the
/// order of insertion is a topological order.
///
/// A graph is a value: a copy shares storage until one of the two changes. It holds no results and knows
/// nothing of who runs it.
///
/// ```swift
/// var graph = TaskGraph()
/// let two = graph.insert(Constant(2), inputs: [])
/// let four = graph.insert(Add(), inputs: [two, two])
/// ```
///
/// Storage is one array a column (and the inputs of all tasks in one array, cut by `inputEnds`), so a task
/// costs some 40 bytes and no allocation of its own.
public struct TaskGraph: Sendable {
    // By operation.
    private(set) var operations: [any TaskOperation] = []
    private(set) var digests: [TaskKey] = []
    private var operationIndex = KeyIndex()
    private var taskCounts: [Int] = []
    /// Room for the parameters of an operation that is registered, which may be long lists of rows.
    private var encoder = CanonicalEncoder()

    // By task.
    private var keys: [TaskKey] = []
    private var taskIndex = KeyIndex()
    private(set) var operationIDs: [OperationID] = []
    /// Where the inputs of each task end in `inputIDs`; they start where those of the task before it end.
    private(set) var inputEnds: [Int32] = []
    private(set) var inputIDs: [TaskID] = []

    /// Makes a graph without tasks.
    public init() {}

    /// Makes room for so many tasks and inputs in all, so that storage need not grow while they are inserted.
    public mutating func reserveCapacity(tasks: Int, inputs: Int) {
        keys.reserveCapacity(tasks)
        taskIndex.reserveCapacity(tasks, keys: keys)
        operationIDs.reserveCapacity(tasks)
        inputEnds.reserveCapacity(tasks)
        inputIDs.reserveCapacity(inputs)
    }

    /// Adds an operation for tasks to refer to; one that is the same in name, version and parameters keeps
    /// its identifier.
    ///
    /// Name, version and parameters are hashed here, once, and not again for each task.
    public mutating func register(_ operation: any TaskOperation) -> OperationID {
        let digest = operation.digest(in: &encoder, encodingParameters: operation.encodeParameters)
        return register(operation, digest: digest)
    }

    /// Adds an operation whose `digest` the caller has found by itself.
    package mutating func register(_ operation: any TaskOperation, digest: TaskKey) -> OperationID {
        switch operationIndex.find(digest, among: digests) {
        case .place(let place):
            guard type(of: operations[place]) == type(of: operation) else {
                fatalError(
                    """
                    operations of types \(String(reflecting: type(of: operations[place]))) and \
                    \(String(reflecting: type(of: operation))) have the same name "\(operation.name)", version and \
                    parameters, by which results are shared; give each a name of its own
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

    /// The one place where tasks are made; the public variants differ in how they hold the inputs.
    @inline(__always)
    mutating func insertTask(
        _ operation: OperationID, _ inputs: UnsafeBufferPointer<TaskID>, salt: UInt64?
    ) -> TaskID {
        for input in inputs {
            guard input.index < count else {
                fatalError("input \(input.index) is not a task of this graph, which has \(count)")
            }
        }
        let key = TaskKey(operation: digests[operation.index], inputs: inputs, keys: keys, salt: salt)
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
    /// How many tasks there are.
    public var count: Int { keys.count }

    /// Every task, inputs before the tasks that read them.
    public var tasks: some RandomAccessCollection<TaskID> & Sendable {
        TaskIDs(endIndex: count)
    }

    /// The task that has `key`, if there is one.
    ///
    /// Expected constant time.
    public func task(withKey key: TaskKey) -> TaskID? {
        guard case .place(let place) = taskIndex.find(key, among: keys) else { return nil }
        return TaskID(index: place)
    }

    /// The key of a task.
    public func key(of task: TaskID) -> TaskKey { keys[task.index] }

    /// The operation that a task applies.
    public func operation(of task: TaskID) -> any TaskOperation { operations[operationIDs[task.index].index] }

    /// Runs an operation where it is stored: `operation(of:)` would make a copy.
    package func apply(
        _ operation: OperationID, to inputs: TaskInputs, in context: TaskContext
    ) throws -> any Sendable {
        try operations[operation.index].run(inputs, in: context)
    }

    /// The identifier of the operation that a task applies.
    public func operationID(of task: TaskID) -> OperationID { operationIDs[task.index] }

    /// The name of the operation that a task applies.
    public func name(of task: TaskID) -> String { operation(of: task).name }

    /// The tasks whose results a task reads, in the order in which its operation gets them.
    ///
    /// The slice shares the graph's storage; its indices do not start at 0.
    public func inputs(of task: TaskID) -> ArraySlice<TaskID> { inputIDs[inputRange(of: task.index)] }

    /// How many tasks apply operations of each name.
    ///
    /// Linear in the number of distinct operations.
    public var countsByName: [String: Int] {
        var counts: [String: Int] = [:]
        for (operation, count) in zip(operations, taskCounts) where count > 0 {
            counts[operation.name, default: 0] += count
        }
        return counts
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
