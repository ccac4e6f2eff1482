/// The error of a task whose estimators lack the sharing trait that its operation needs.
///
/// The planner creates no such task; one from another process may be such a task.
struct MissingTrait: Error, CustomStringConvertible {
    /// The kind of the step.
    let step: String

    /// The name of the trait.
    let trait: String

    /// `svc does not conform to SummaryEstimator`.
    var description: String { "\(step) does not conform to \(trait)" }
}
