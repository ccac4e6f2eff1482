import TaskGraph

/// The result of tasks that read the largest of several nested models, if none of them could be fitted.
///
/// Each candidate then fails in the task that would restrict the model, with its own error. If these tasks failed
/// themselves, all candidates would report one value's error.
struct MissingModel: Codable, Sendable {}

/// An operation whose result is a missing model if one of its inputs is.
protocol ModelDependentOperation: TypedOperation {}

extension ModelDependentOperation {
    /// Returns the result, or a missing model.
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        return try run(TaskInputValues(inputs), in: context)
    }
}

extension TaskInputs {
    /// Whether one of the inputs is a missing model, or was computed from one.
    var lackModel: Bool {
        contains { $0 is MissingModel || ($0 as? NestedFit).map { $0.model == nil } ?? false }
    }
}
