/// The types that go by each name so far: of steps, and of the summaries that they learn from.
///
/// Results are shared by these names, so no two types may have one name.
package struct KindCheck {
    private var types: [String: Any.Type] = [:]

    /// No types yet.
    package init() {}

    /// Adds a type of step and, if it has one, its type of summary.
    ///
    /// - Throws: ``LearningError/kindOfTwoTypes(kind:types:)`` if another type of that name was added.
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
