import Drawing

/// What the workers did in a search, for a report.
public struct TaskRecord: Sendable {
    /// The tasks that have ended.
    public var spans: [TaskSpan]

    /// The longest chain of tasks of which each needs the result of the one before, by measured times; of several runs,
    /// one chain after another.
    public var criticalPath: [TaskSpan]

    /// The memory of the process that recorded the tasks, over time.
    public var memory: [MemoryChart.Sample]

    /// Creates a record.
    public init(
        spans: [TaskSpan] = [], criticalPath: [TaskSpan] = [], memory: [MemoryChart.Sample] = []
    ) {
        (self.spans, self.criticalPath, self.memory) = (spans, criticalPath, memory)
    }
}
