import Learning
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

extension FitContext {
    /// Creates the context of a fit by a task, which uses the cores of the task and is cancelled with it.
    init(of context: TaskContext, memoryBudget: Int, smallColumnsMatter: Bool = true) {
        self.init(
            memoryBudget: memoryBudget, smallColumnsMatter: smallColumnsMatter, cores: context.allowance
        ) { context.isCancelled }
    }
}
