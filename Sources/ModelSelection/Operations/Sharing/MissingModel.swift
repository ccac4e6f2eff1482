import TaskGraph

/// What tasks give that read the largest of nested models where none of them could be fitted.
///
/// Each candidate among them fails by the task that was to cut its own model out, with its own error. Were these tasks to
/// fail, too, one value's error would be told of all.
struct MissingModel: Codable, Sendable {}

extension TaskInputs {
    /// Whether one of the inputs is a model that could not be fitted, or was made of one.
    var lackModel: Bool {
        contains { $0 is MissingModel || ($0 as? NestedFit).map { $0.model == nil } ?? false }
    }
}
