import TaskGraph

/// An operation that learns from training rows.
///
/// The time of a fit is that of its task and of all tasks whose results it reads, directly or not.
protocol FittingOperation: TaskOperation {
    /// The number of candidates whose models a task makes, each by a part of the work of its own: the length of a path.
    var modelCount: Int { get }
}

extension FittingOperation {
    /// One model.
    var modelCount: Int { 1 }
}
