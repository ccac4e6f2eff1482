/// The estimated cost of a task, and the shape of its result.
public struct TaskEstimate: Equatable, Sendable {
    /// The duration on one core, in seconds.
    public var seconds: Double

    /// The size of the result in bytes.
    public var bytes: Int

    /// The bytes allocated while the task runs, in addition to its inputs and its result.
    public var workBytes: Int

    /// The number of rows of the result, if it is a table or fitted to one; otherwise 0.
    public var rows: Int

    /// The number of columns of the result, if it is a table or fitted to one; otherwise 0.
    public var columns: Int

    /// The bytes of a row that the result returns, if it is a model that returns rows; nil for 8 a column.
    public var outputRowBytes: Int?

    /// The number of values in the result: 1, or one for each candidate of a result for several.
    public var entries: Int

    /// Creates an estimate.
    ///
    /// Without a size, the result is assumed to be small.
    public init(
        seconds: Double, bytes: Int = 64, workBytes: Int = 0, rows: Int = 0, columns: Int = 0,
        outputRowBytes: Int? = nil, entries: Int = 1
    ) {
        self.seconds = seconds
        self.bytes = bytes
        self.workBytes = workBytes
        self.rows = rows
        self.columns = columns
        self.outputRowBytes = outputRowBytes
        self.entries = entries
    }
}

extension TaskEstimate {
    /// Returns the estimate of an operation that has none of its own: a millisecond, for a result with the shape of the
    /// first input.
    static func unknown(for inputs: [TaskEstimate]) -> TaskEstimate {
        var estimate = inputs.first ?? TaskEstimate(seconds: 0)
        estimate.seconds = 1e-3
        estimate.workBytes = 0
        return estimate
    }
}
