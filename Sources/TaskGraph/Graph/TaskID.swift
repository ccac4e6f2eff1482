/// A task's place in the graph that made the identifier; it means nothing to any other graph.
///
/// Identifiers count up from 0 as tasks are inserted, and inputs are inserted first: a task's inputs are all
/// less than the task.
public struct TaskID: Hashable, Comparable, Sendable {
    private let number: Int32

    /// How many tasks were inserted before this one.
    public var index: Int { Int(number) }

    package init(index: Int) {
        number = Int32(index)
    }

    /// Orders tasks by when they were inserted.
    public static func < (left: TaskID, right: TaskID) -> Bool { left.number < right.number }
}

/// An operation's place in the graph that made the identifier; it means nothing to any other graph.
public struct OperationID: Hashable, Sendable {
    private let number: Int32

    /// How many operations were registered before this one.
    public var index: Int { Int(number) }

    init(index: Int) {
        number = Int32(index)
    }
}
