internal import TaskGraph

/// A value that is computed later: a constant, or a function applied to other delayed values.
///
/// Calling a delayed function computes nothing; it describes the call. ``compute(on:)`` turns the description into a task
/// graph, in which equal calls of named functions occur once, and runs it.
///
/// ```swift
/// let increment = delayed("increment") { (x: Int) in x + 1 }
/// let add = delayed("add") { (x: Int, y: Int) in x + y }
/// let total = add(increment(1), increment(2))
/// let value = try await total.compute(on: ThreadedScheduler())  // 5
/// ```
///
/// A delayed value is a value of its own: loops, trees and reductions over delayed values are ordinary Swift.
public struct Delayed<Value: Sendable>: Sendable {
    let node: DelayedNode

    init(_ node: DelayedNode) { self.node = node }

    /// Creates a constant.
    ///
    /// Its key is the hash of its content if it is a number, a text, a Boolean, an array of these, or `Encodable`. Equal
    /// constants are then one. Any other constant is unique.
    public init(_ value: Value) {
        self.init(DelayedNode(.operation(Constant(value))))
    }

    /// The same value, which a scheduler with a store of results keeps, and takes from there the next time.
    ///
    /// ```swift
    /// let scheduler = ThreadedScheduler().storing(in: try FolderResultStore("results", registry: registry) { print($0) })
    /// let total = try await sum(load("flights.csv").kept).compute(on: scheduler)  // loads only once
    /// ```
    ///
    /// On other schedulers it has no effect. A named function is recognised in every process, and a call of a closure only
    /// in the process in which it was written.
    public var kept: Delayed {
        Delayed(DelayedNode(node.content, node.inputs, salt: node.salt, isKept: true))
    }
}

extension Delayed: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    /// Creates a constant from an integer literal.
    public init(integerLiteral value: Value.IntegerLiteralType) { self.init(Value(integerLiteral: value)) }
}

extension Delayed: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    /// Creates a constant from a floating-point literal.
    public init(floatLiteral value: Value.FloatLiteralType) { self.init(Value(floatLiteral: value)) }
}

extension Delayed: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
    /// Creates a constant from a Boolean literal.
    public init(booleanLiteral value: Value.BooleanLiteralType) { self.init(Value(booleanLiteral: value)) }
}

extension Delayed: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByUnicodeScalarLiteral {
    /// Creates a constant from a literal of one Unicode scalar.
    public init(unicodeScalarLiteral value: Value.UnicodeScalarLiteralType) {
        self.init(Value(unicodeScalarLiteral: value))
    }
}

extension Delayed: ExpressibleByExtendedGraphemeClusterLiteral
where Value: ExpressibleByExtendedGraphemeClusterLiteral {
    /// Creates a constant from a literal of one character.
    public init(extendedGraphemeClusterLiteral value: Value.ExtendedGraphemeClusterLiteralType) {
        self.init(Value(extendedGraphemeClusterLiteral: value))
    }
}

extension Delayed: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
    /// Creates a constant from a string literal.
    public init(stringLiteral value: Value.StringLiteralType) { self.init(Value(stringLiteral: value)) }
}
