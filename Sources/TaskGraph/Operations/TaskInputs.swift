/// The results of the inputs of a task, in the order in which the task was inserted with them.
///
/// An operation reads them by the types that it expects. A ``TypedOperation`` reads them by their names instead.
///
/// ```swift
/// func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
///     let rows = try inputs.value(0, as: Matrix.self)
///     let weights = try inputs.value(1, as: [Double].self)
///     …
/// }
/// ```
public struct TaskInputs: Sendable {
    private let elements: [any Sendable]

    /// Creates the inputs of a task from values; schedulers do this, and tests of operations.
    public init(_ values: [any Sendable]) { elements = values }

    /// Returns the value of an input.
    ///
    /// - Parameters:
    ///   - position: The position of the input, from 0.
    ///   - type: The type that the operation expects.
    /// - Throws: ``TaskInputError`` if there is no input at the position, or if its value has another type.
    public func value<Value>(_ position: Int, as type: Value.Type = Value.self) throws(TaskInputError)
        -> Value
    {
        guard elements.indices.contains(position) else {
            throw TaskInputError(position: position, expected: "\(type)", found: nil)
        }
        guard let value = elements[position] as? Value ?? Self.view(of: elements[position]) else {
            throw TaskInputError(position: position, expected: "\(type)", value: elements[position])
        }
        return value
    }

    /// Returns a view of a value; nil if the type is no view, or not of such values.
    private static func view<View>(of value: any Sendable) -> View? {
        (View.self as? any TaskResultView.Type)?.init(of: value) as? View
    }

    /// Returns the values of all inputs, which have one type.
    ///
    /// - Throws: ``TaskInputError`` for the first input whose value has another type.
    /// - Complexity: O(n).
    public func values<Value>(as type: Value.Type = Value.self) throws(TaskInputError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for position in indices { values.append(try value(position, as: type)) }
        return values
    }
}

extension TaskInputs: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }

    /// The number of inputs.
    public var endIndex: Int { elements.count }

    /// The value of the input at a position, of any type.
    public subscript(position: Int) -> any Sendable { elements[position] }
}

extension TaskInputs: ExpressibleByArrayLiteral {
    /// Creates the inputs of a task from a literal.
    public init(arrayLiteral values: any Sendable...) { self.init(values) }
}

/// An input of a task that the operation did not expect.
public struct TaskInputError: Error, Sendable, Equatable {
    /// The position of the input, from 0.
    public let position: Int

    /// What the operation expects at this position.
    public let expected: String

    /// The type of the value; nil if the task has no such input.
    public let found: String?

    /// Creates an error from the position of the input, what is expected there, and the type that was found.
    public init(position: Int, expected: String, found: String?) {
        (self.position, self.expected, self.found) = (position, expected, found)
    }

    /// Creates an error from the position of the input, what is expected there, and the value that was found.
    public init(position: Int, expected: String, value: any Sendable) {
        self.init(position: position, expected: expected, found: "\(type(of: value))")
    }
}

extension TaskInputError: CustomStringConvertible {
    /// `input 0 is of type String; expected Int`.
    public var description: String {
        found.map { "input \(position) is of type \($0); expected \(expected)" }
            ?? "there is no input \(position); expected \(expected)"
    }
}
