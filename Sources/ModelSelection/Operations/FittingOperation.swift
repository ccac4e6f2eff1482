import TaskGraph

/// An operation that fits models.
///
/// The fit time of a model includes all tasks on whose results the fit depends, directly or indirectly.
protocol FittingOperation: TaskOperation {
    /// The number of candidates whose models the task fits, each with a separate part of the work: the length of a
    /// path.
    var modelCount: Int { get }
}

extension FittingOperation {
    /// One model.
    var modelCount: Int { 1 }
}
