internal import Synchronization
internal import TaskGraph

/// A function whose calls are delayed: they describe a computation, and compute nothing.
public struct DelayedFunction<each Argument: Sendable, Result: Sendable>: Sendable {
    let operation: FunctionOperation

    /// Describes the call of the function with delayed arguments; literals are constants.
    public func callAsFunction(_ argument: repeat Delayed<each Argument>) -> Delayed<Result> {
        var inputs: [DelayedNode] = []
        for argument in repeat each argument { inputs.append(argument.node) }
        return Delayed(DelayedNode(.operation(operation), inputs, salt: operation.nextCall()))
    }

    /// Describes the call of the function with values.
    @_disfavoredOverload
    public func callAsFunction(_ argument: repeat each Argument) -> Delayed<Result> {
        self(repeat Delayed(each argument))
    }
}

/// Returns the delayed version of a named, pure function.
///
/// Calls with equal arguments are one task, wherever they are written. The function must return equal results for equal
/// arguments.
///
/// ```swift
/// let load = delayed("load") { (path: String) in try Data(contentsOf: URL(filePath: path)).count }
/// ```
///
/// - Parameters:
///   - name: The name, which identifies the function in every process.
///   - version: Increase it when the function returns different results.
///   - file: The file of the call, by which functions with the same name are recognised.
///   - line: The line of the call.
///   - column: The column of the call.
///   - function: The function. An error that it throws fails the task and those that depend on it.
/// - Precondition: No other function has the name.
public func delayed<each Argument: Sendable, Result: Sendable>(
    _ name: String, version: Int = 1, file: StaticString = #fileID, line: UInt = #line,
    column: UInt = #column,
    _ function: @escaping @Sendable (repeat each Argument) throws -> Result
) -> DelayedFunction<repeat each Argument, Result> {
    let place = "\(file):\(line):\(column)"
    FunctionNames.claim(name, place: place)
    return DelayedFunction(
        operation: FunctionOperation(name: name, version: version, identity: nil, place: place, function))
}

/// Returns the delayed version of a function without a name.
///
/// Each call is a task of its own, even if the arguments are equal, and runs in this process only. It may therefore have
/// side effects or return random numbers.
public func delayed<each Argument: Sendable, Result: Sendable>(
    file: StaticString = #fileID, line: UInt = #line, column: UInt = #column,
    _ function: @escaping @Sendable (repeat each Argument) throws -> Result
) -> DelayedFunction<repeat each Argument, Result> {
    let place = "\(file):\(line):\(column)"
    return DelayedFunction(
        operation: FunctionOperation(
            name: "closure at \(place)", version: 1, identity: UniqueNumber.next(), place: place, function))
}

/// Numbers that occur once in a process, and in all probability not in another one, whose results a store may have.
enum UniqueNumber {
    private static let last = Atomic<UInt64>(UInt64.random(in: 0 ... .max))

    static func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
