/// An operation whose inputs have names and types.
///
/// The inputs are listed once, in a ``TaskInputList``. Tasks are inserted with a value of this list, and running and
/// estimating read the inputs by their names:
///
/// ```swift
/// struct Scale: TypedOperation {
///     struct Inputs: TaskInputList {
///         let rows: TaskInput<[Double]>
///         let factor: TaskInput<Double>
///
///         static let order = TaskInputOrder(Inputs.init) { ($0.rows, $0.factor) }
///     }
///
///     let name = "scale"
///
///     func encodeParameters(into encoder: inout CanonicalEncoder) {}
///
///     func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> [Double] {
///         let factor = try inputs.factor
///         return try inputs.rows.map { $0 * factor }
///     }
/// }
///
/// let scaled = graph.insert(Scale(), Scale.Inputs(rows: rows, factor: factor))
/// ```
public protocol TypedOperation: TaskOperation {
    /// The list of the inputs; ``NoInputs`` for an operation that has none.
    associatedtype Inputs: TaskInputList

    /// The type as which other tasks read the result.
    associatedtype Output: Sendable

    /// Computes the result from the results of the task's inputs.
    ///
    /// Called concurrently on any thread. Long loops should call `context.checkCancellation()`.
    ///
    /// - Throws: Any error. The task and those that depend on it then fail, and no others.
    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Output

    /// Returns the estimated cost of a task and the shape of its result, from those of its inputs.
    ///
    /// Defaults to a millisecond, for a result with the shape of the first input, without work space.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate
}

extension TypedOperation {
    /// Computes the result from the results of the task's inputs, in the order of the list.
    public func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try run(TaskInputValues(inputs), in: context)
    }

    /// Returns the estimate from those of the task's inputs, in the order of the list.
    public func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        estimate(for: TaskInputEstimates(inputs))
    }

    /// Returns a millisecond, for a result with the shape of the first input.
    public func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        .unknown(for: inputs.all)
    }
}
