internal import TaskGraph

/// A node of a delayed computation, which refers to its inputs.
///
/// `@unchecked Sendable`: `inputs` changes only in `deinit`; everything else is constant.
final class DelayedNode: @unchecked Sendable {
    /// What the value of the node is.
    enum Content: Sendable {
        /// The result of an operation on the inputs.
        case operation(any TaskOperation)
        /// A result of a submission.
        case known(TaskKey, of: any Submission)
    }

    let content: Content
    private(set) var inputs: [DelayedNode]
    let salt: UInt64?

    /// Whether a store of results keeps the value.
    let isKept: Bool

    init(_ content: Content, _ inputs: [DelayedNode] = [], salt: UInt64? = nil, isKept: Bool = false) {
        self.content = content
        self.inputs = inputs
        self.salt = salt
        self.isKept = isKept
    }

    /// Destroys nodes that only this one refers to one after the other: in a long chain, recursion would exceed the
    /// stack.
    deinit {
        var rest = inputs
        inputs = []
        while var node = rest.popLast() {
            guard isKnownUniquelyReferenced(&node) else { continue }
            rest += node.inputs
            node.inputs = []
        }
    }
}

extension TaskGraph {
    /// Inserts the tasks of delayed nodes, and returns those of `nodes`.
    ///
    /// - Complexity: Linear in the nodes and inputs.
    mutating func insert(_ nodes: [DelayedNode]) -> [TaskID] {
        var tasks: [ObjectIdentifier: TaskID] = [:]
        var stack = nodes
        while let node = stack.last {
            guard tasks[ObjectIdentifier(node)] == nil else {
                stack.removeLast()
                continue
            }
            let inputs = node.inputs.map { tasks[ObjectIdentifier($0)] }
            if inputs.contains(nil) {
                for (input, task) in zip(node.inputs, inputs).reversed() where task == nil {
                    stack.append(input)
                }
                continue
            }
            stack.removeLast()
            let task =
                switch node.content {
                case .operation(let operation):
                    insert(register(operation), inputs: inputs.compactMap(\.self), salt: node.salt)
                case .known(let key, let submission): insert(known: key, of: submission)
                }
            if node.isKept { keep(task) }
            tasks[ObjectIdentifier(node)] = task
        }
        return nodes.compactMap { tasks[ObjectIdentifier($0)] }
    }
}
