/// The order of the inputs in a ``TaskInputList``.
///
/// It is created from the list's initializer and from a function that returns its properties. The compiler checks that
/// both have the same properties, and the initializer of the order that they have the same order, so that tasks cannot
/// be inserted with inputs in another order than they are read.
///
/// An operation with optional inputs has its inputs in order without the absent ones. The number of inputs determines
/// which ones are absent: the first optional inputs are present.
public struct TaskInputOrder<List: Sendable>: Sendable {
    /// The number of tasks without those of optional inputs and arrays.
    let leastCount: Int

    /// The number of tasks with all optional inputs, and arrays of one element.
    let fullCount: Int

    /// Writes the tasks of a list.
    let write: @Sendable (List, inout TaskInputWriter) -> Void

    /// Creates a list whose tasks are the next positions.
    let read: @Sendable (inout TaskInputReader) -> List

    /// The positions of the inputs, if all are required.
    private let fixed: List?

    /// Creates the order of a list.
    ///
    /// - Parameters:
    ///   - make: The initializer of the list.
    ///   - fields: Returns the properties of a list, in the order of the initializer's parameters.
    /// - Precondition: The order is the same.
    public init<each Field: TaskInputField>(
        _ make: @escaping @Sendable (repeat each Field) -> List,
        fields: @escaping @Sendable (List) -> (repeat each Field)
    ) {
        var (least, full) = (0, 0)
        for count in repeat (each Field).leastCount { least += count }
        for count in repeat (each Field).fullCount { full += count }
        leastCount = least
        fullCount = full
        write = { list, writer in repeat (each fields(list)).write(to: &writer) }
        read = { reader in make(repeat (each Field)(from: &reader)) }

        var reader = TaskInputReader(count: full, needed: least)
        let list = read(&reader)
        var writer = TaskInputWriter()
        write(list, &writer)
        precondition(
            writer.tasks.map(\.index) == Array(0..<full),
            "\(List.self) lists its inputs in another order than its initializer")
        fixed = least == full ? list : nil
    }

    /// Returns a list whose tasks are positions among a number of inputs.
    @inline(__always)
    func positions(count: Int) -> List {
        if let fixed { return fixed }
        var reader = TaskInputReader(count: count, needed: leastCount)
        return read(&reader)
    }
}

/// Collects the tasks of a ``TaskInputList``, in order.
public struct TaskInputWriter {
    private(set) var tasks: [TaskID]

    /// Whether an optional input was absent, or there was an array.
    private var isEnded = false

    /// Creates a writer, reusing an array and discarding its content.
    init(reusing tasks: consuming [TaskID] = []) {
        tasks.removeAll(keepingCapacity: true)
        self.tasks = tasks
    }

    @inline(__always)
    mutating func append(_ task: TaskID) { tasks.append(task) }

    mutating func beginOptional(isPresent: Bool) {
        precondition(
            !isPresent || !isEnded, "an optional input is after one that is absent, or after an array")
        if !isPresent { isEnded = true }
    }

    mutating func endArray() { isEnded = true }
}

/// Assigns the positions of a task's inputs to the properties of a ``TaskInputList``.
public struct TaskInputReader {
    private let count: Int
    private var position = 0

    /// The number of tasks that the remaining required inputs need.
    private var needed: Int

    init(count: Int, needed: Int) { (self.count, self.needed) = (count, needed) }

    @inline(__always)
    mutating func next() -> TaskID {
        needed -= 1
        position += 1
        return TaskID(index: position - 1)
    }

    /// Returns whether there are tasks for an optional field, and reserves those that it requires.
    mutating func beginOptional(_ field: (some TaskInputField).Type) -> Bool {
        guard count - position > needed else { return false }
        needed += field.leastCount
        return true
    }
}
