import Learning

/// The kinds of predictions that a search requests of its last steps.
///
/// Alternatives may predict different kinds for one scorer: decision values or probabilities for `roc_auc`. Each is
/// requested to make those that it can.
struct PredictionRequests {
    /// The scorers of the search.
    let scorers: [Scorer]

    /// The kinds that the scorers read of any last step.
    let known: PredictionKinds

    /// Kinds to request in addition, as far as an estimator predicts them.
    let others: PredictionKinds

    /// Returns the kinds to request of the models of an estimator: one for each scorer, and the others.
    ///
    /// If the estimator predicts none that a scorer accepts, those that others predict for the scorer are requested, and
    /// predicting throws the error of the candidate.
    func kinds(of estimator: any Estimator) -> PredictionKinds {
        scorers.reduce(into: others.intersection(estimator.predictionKinds)) { kinds, scorer in
            kinds.formUnion(
                (try? estimator.predictionKind(for: scorer))
                    ?? PredictionKinds(scorer.needs).intersection(known))
        }
    }
}
