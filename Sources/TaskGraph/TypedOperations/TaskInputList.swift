/// The inputs of an operation, by name.
///
/// The stored properties are inputs (`TaskInput<Matrix>`), optional inputs (`TaskInput<Matrix>?`), any number of inputs
/// (`[TaskInput<Matrix>]`), and other lists. ``order`` lists each of them once:
///
/// ```swift
/// struct Inputs: TaskInputList {
///     let rows: TaskInput<Matrix>
///     let weights: TaskInput<[Double]>?
///
///     static let order = TaskInputOrder(Inputs.init) { ($0.rows, $0.weights) }
/// }
/// ```
public protocol TaskInputList: TaskInputField {
    /// The order of the inputs, which is part of the keys of tasks.
    static var order: TaskInputOrder<Self> { get }
}

extension TaskInputList {
    /// The number of tasks without those of optional inputs and arrays.
    public static var leastCount: Int { order.leastCount }

    /// The number of tasks with all optional inputs, and arrays of one element.
    public static var fullCount: Int { order.fullCount }

    /// Writes the tasks, in order.
    public func write(to writer: inout TaskInputWriter) { Self.order.write(self, &writer) }

    /// Creates a list whose tasks are the next positions.
    public init(from reader: inout TaskInputReader) { self = Self.order.read(&reader) }
}

/// The list of an operation without inputs.
public struct NoInputs: TaskInputList {
    /// Creates the list.
    public init() {}

    /// No inputs.
    public static let order = TaskInputOrder(NoInputs.init) { _ in () }
}

/// A property of a ``TaskInputList``: an input, an optional input, an array of inputs, or another list.
public protocol TaskInputField: Sendable {
    /// The number of tasks without those of optional inputs and arrays.
    static var leastCount: Int { get }

    /// The number of tasks with all optional inputs, and arrays of one element.
    static var fullCount: Int { get }

    /// Writes the tasks, in order.
    func write(to writer: inout TaskInputWriter)

    /// Creates a field whose tasks are the next positions.
    init(from reader: inout TaskInputReader)
}

extension TaskInput: TaskInputField {
    /// 1.
    public static var leastCount: Int { 1 }

    /// 1.
    public static var fullCount: Int { 1 }

    /// Writes the task.
    @inline(__always)
    public func write(to writer: inout TaskInputWriter) { writer.append(task) }

    /// Creates an input whose task is the next position.
    @inline(__always)
    public init(from reader: inout TaskInputReader) { self.init(reader.next()) }
}

extension Optional: TaskInputField where Wrapped: TaskInputField {
    /// 0.
    public static var leastCount: Int { 0 }

    /// The count of the wrapped field.
    public static var fullCount: Int { Wrapped.fullCount }

    /// Writes the tasks, if there are any.
    ///
    /// - Precondition: If an optional input is absent, so are all optional inputs and arrays after it.
    public func write(to writer: inout TaskInputWriter) {
        writer.beginOptional(isPresent: self != nil)
        self?.write(to: &writer)
    }

    /// Creates an optional field, which is nil unless there are more tasks than all other fields need.
    public init(from reader: inout TaskInputReader) {
        self = nil
        if reader.beginOptional(Wrapped.self) { self = Wrapped(from: &reader) }
    }
}

extension Array: TaskInputField where Element: TaskInputField {
    /// 0.
    public static var leastCount: Int { 0 }

    /// The count of one element.
    public static var fullCount: Int { Element.fullCount }

    /// Writes the tasks of each element.
    ///
    /// - Precondition: All optional inputs and arrays after this one are absent or empty.
    public func write(to writer: inout TaskInputWriter) {
        writer.beginOptional(isPresent: !isEmpty)
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    /// Creates an array of all tasks that other fields do not need.
    public init(from reader: inout TaskInputReader) {
        self = []
        while reader.beginOptional(Element.self) { append(Element(from: &reader)) }
    }
}
