extension Estimator {
    /// The kinds that every model of this estimator's type predicts.
    public var predictionKinds: PredictionKinds {
        if let type = Model.self as? any FittedClassifier.Type { return type.predictionKinds.union(.labels) }
        return Model.self is any FittedRegressor.Type ? .values : []
    }

    /// Returns the kind of prediction to request for a scorer.
    ///
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if the model predicts none that the scorer accepts, with
    ///   the parameter that changes this, if there is one.
    package func predictionKind(for scorer: Scorer) throws -> PredictionKinds {
        do {
            return try scorer.kind(from: predictionKinds)
        } catch LearningError.undefinedMetric(let name, let reason) {
            let advice = scorer.needs.compactMap { self.settingAdvice(toPredict: $0) }.first
            throw LearningError.undefinedMetric(
                name: name, reason: reason + (advice.map { "; \($0)" } ?? ""))
        }
    }

    /// Returns which parameter makes the model predict kinds that it does not predict otherwise; nil if none does.
    package func settingAdvice(toPredict kinds: PredictionKinds) -> String? {
        guard !predictionKinds.isSuperset(of: kinds) else { return nil }
        for parameter in Self.parameters where parameter.value(in: self) == .bool(false) {
            var changed = self
            if parameter.set(.bool(true), in: &changed), changed.predictionKinds.isSuperset(of: kinds) {
                return "set \(parameter.name)=true"
            }
        }
        return nil
    }
}
