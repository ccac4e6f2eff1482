import Learning

/// What one candidate of a list changes in the pipeline.
struct CandidateSettings: Sendable {
    /// The estimators of the steps that are swapped, by name of the step.
    var steps: [String: NamedEstimator] = [:]

    /// The values of parameters, by full name: `svc.C`.
    var values: [String: ParameterValue] = [:]

    /// An estimator that is swapped in for a step, and its name among the alternatives.
    struct NamedEstimator: Sendable {
        let name: String
        let estimator: any Estimator
    }
}
