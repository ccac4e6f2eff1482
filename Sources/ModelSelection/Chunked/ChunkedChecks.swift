import Learning

/// Checks before the first pass over rows in chunks.
enum ChunkedChecks {
    /// Throws unless every step of a pipeline can be fitted to chunks.
    static func check(_ pipeline: Pipeline) throws(ChunkedFitError) {
        guard pipeline.columns == nil else { throw .branchesOfColumns }
        for (index, step) in pipeline.steps.enumerated() {
            try check(step.estimator, named: step.name, at: index, of: pipeline.steps.count)
        }
    }

    /// Throws unless every alternative of every step can be fitted to chunks.
    static func check(_ space: CandidateSpace) throws(ChunkedFitError) {
        guard space.pipeline.columns == nil else { throw .branchesOfColumns }
        for grid in space.alternatives {
            for (index, (step, variants)) in zip(space.pipeline.steps, grid.variants).enumerated() {
                for origin in variants.origins {
                    try check(origin, named: step.name, at: index, of: grid.variants.count)
                }
            }
        }
    }

    private static func check(
        _ estimator: any Estimator, named name: String, at index: Int, of count: Int
    ) throws(ChunkedFitError) {
        let isLast = index == count - 1
        guard reads(estimator, isLast: isLast) else {
            throw .stepReadsAllRows(
                step: name,
                others: StepRegistry.standard.types.filter { reads($0.init(), isLast: isLast) }.map {
                    $0.kind
                })
        }
        if index > 0, let estimator = estimator as? any SummaryEstimator,
            !(estimator.summaryType is any MappableSummary.Type)
        {
            throw .stepMustBeFirst(step: name)
        }
    }

    /// Returns whether a step can be fitted to chunks.
    private static func reads(_ estimator: any Estimator, isLast: Bool) -> Bool {
        let type = type(of: estimator)
        if isLast, type is LogisticRegression.Type { return true }
        guard let summary = (estimator as? any SummaryEstimator)?.summaryType, !summary.growsWithRows else {
            return false
        }
        return isLast || type.sharingTraits.contains(.affine)
    }

    /// Throws unless the last step predicts the kind of target.
    static func check(_ pipeline: Pipeline, predicts problem: Problem) throws(LearningError) {
        guard let last = pipeline.last, let expected = pipeline.problem, expected != problem else { return }
        throw .wrongTarget(step: last.name, expected: expected)
    }

    /// Throws unless scores can be computed from sums over chunks.
    static func check(_ scorers: [Scorer]) throws(ChunkedFitError) {
        for scorer in scorers where !scorer.scoresSummaries {
            throw .scorerReadsAllRows(
                scorer: scorer.name,
                others: Scorer.all.filter { $0.problem == scorer.problem && $0.scoresSummaries }.map(\.name))
        }
    }
}
