import Drawing

/// The time that a worker spent on a task, for the task stream of a report.
public typealias TaskSpan = TaskStreamChart.Span
