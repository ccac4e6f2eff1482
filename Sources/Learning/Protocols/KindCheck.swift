/// The types of steps and summaries found for each kind.
///
/// Kinds identify shared results, so two types must not have the same kind.
package struct KindCheck {
    private var types: [String: Any.Type] = [:]

    /// Creates an empty check.
    package init() {}

    /// Adds a step type and, if it has one, its summary type.
    ///
    /// - Throws: ``LearningError/kindOfTwoTypes(kind:types:)`` if another type has the same kind.
    package mutating func add(_ step: any Estimator.Type) throws(LearningError) {
        try add(step, as: step.kind, namespace: "step")
        guard let summary = (step as? any SummaryEstimator.Type)?.summaryType else { return }
        try add(summary, as: summary.kind, namespace: "summary")
    }

    private mutating func add(
        _ type: Any.Type, as kind: String, namespace: String
    ) throws(LearningError) {
        guard let other = types.updateValue(type, forKey: "\(namespace) \(kind)"), other != type else {
            return
        }
        throw .kindOfTwoTypes(
            kind: kind, types: [String(reflecting: other), String(reflecting: type)].sorted())
    }
}

extension SummaryEstimator {
    fileprivate static var summaryType: any MergeableSummary.Type { Summary.self }
}
