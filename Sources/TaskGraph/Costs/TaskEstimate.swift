/// What a task is likely to take, and what its result is like.
public struct TaskEstimate: Equatable, Sendable {
    /// How long the task takes on one core, in seconds.
    public var seconds: Double

    /// How many bytes its result has.
    public var bytes: Int

    /// How many bytes it works with while it runs, beyond its inputs and its result.
    public var workBytes: Int

    /// The rows of its result, if it is a table or fitted to one; else 0.
    public var rows: Int

    /// The columns of its result, if it is a table or fitted to one; else 0.
    public var columns: Int

    /// How many values its result holds: 1, or of a result for several candidates one for each.
    public var entries: Int

    /// Makes an estimate; without a size, the result is taken for small.
    public init(
        seconds: Double, bytes: Int = 64, workBytes: Int = 0, rows: Int = 0, columns: Int = 0,
        entries: Int = 1
    ) {
        self.seconds = seconds
        self.bytes = bytes
        self.workBytes = workBytes
        self.rows = rows
        self.columns = columns
        self.entries = entries
    }
}
