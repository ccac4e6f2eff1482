/// The index of a task in a graph, valid only for the graph that created it.
///
/// Identifiers increase from 0 in insertion order. Inputs are inserted first, so a task's inputs are less than the
/// task.
public struct TaskID: Hashable, Comparable, Sendable {
    private let number: Int32

    /// The number of tasks inserted before this one.
    public var index: Int { Int(number) }

    package init(index: Int) {
        number = Int32(index)
    }

    /// Orders tasks by insertion.
    public static func < (left: TaskID, right: TaskID) -> Bool { left.number < right.number }
}

/// The index of an operation in a graph, valid only for the graph that created it.
public struct OperationID: Hashable, Sendable {
    private let number: Int32

    /// The number of operations registered before this one.
    public var index: Int { Int(number) }

    init(index: Int) {
        number = Int32(index)
    }
}
