/// What a task is likely to take, and what its result is like.
public struct TaskEstimate: Equatable, Sendable {
    /// How long the task takes on one core, in seconds.
    public var seconds: Double

    /// How many bytes its result has.
    public var bytes: Int

    /// The rows of its result, if it is a table or fitted to one; else 0.
    public var rows: Int

    /// The columns of its result, if it is a table or fitted to one; else 0.
    public var columns: Int

    /// Makes an estimate; without a size, the result is taken for small.
    public init(seconds: Double, bytes: Int = 64, rows: Int = 0, columns: Int = 0) {
        self.seconds = seconds
        self.bytes = bytes
        self.rows = rows
        self.columns = columns
    }
}
