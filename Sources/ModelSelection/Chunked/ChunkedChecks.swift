import Learning

/// Checks before the first pass over rows in chunks.
enum ChunkedChecks {
    /// Throws unless every step of a pipeline can be fitted to chunks, as far as this does not depend on the columns.
    static func check(_ pipeline: Pipeline) throws(ChunkedFitError) {
        for (index, step) in pipeline.steps.enumerated() {
            try check(step.estimator, named: step.name, isLast: index == pipeline.steps.count - 1)
        }
    }

    /// Throws unless every alternative of every step can be fitted to chunks, as far as this does not depend on the columns.
    static func check(_ space: CandidateSpace) throws(ChunkedFitError) {
        for grid in space.alternatives {
            for (index, (step, variants)) in zip(space.pipeline.steps, grid.variants).enumerated() {
                for estimator in variants.estimators {
                    try check(estimator, named: step.name, isLast: index == grid.variants.count - 1)
                }
            }
        }
    }

    private static func check(
        _ estimator: any Estimator, named name: String, isLast: Bool
    ) throws(ChunkedFitError) {
        guard reads(estimator, isLast: isLast) else {
            throw .stepReadsAllRows(
                step: name,
                others: StepRegistry.standard.types.filter { reads($0.init(), isLast: isLast) }.map {
                    $0.kind
                })
        }
        // Columns of every kind may have an obstacle, such as medians do unless all columns are of categories.
        let obstacles = ColumnKind.allCases.map { obstacle(of: estimator, to: $0) }
        if let reason = obstacles.first ?? nil, !obstacles.contains(nil) {
            throw .stepReadsAllCells(step: name, column: nil, reason: reason)
        }
    }

    /// Returns whether a step can be fitted to chunks of columns of some kind.
    private static func reads(_ estimator: any Estimator, isLast: Bool) -> Bool {
        if isLast, estimator is LogisticRegression { return true }
        guard isLast || estimator is any Transformer else { return false }
        return ChunkedSummaryKind(of: estimator, reading: .numbers) != nil
    }

    /// Throws unless every step of a pipeline can be fitted to chunks of given columns.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline.
    ///   - layout: The columns of its branches; nil if it has none.
    ///   - profile: What the columns are.
    ///   - names: The names of the columns.
    static func check(
        _ pipeline: Pipeline, _ layout: ColumnLayout?, _ profile: FeatureProfile, names: [String]
    ) throws(ChunkedFitError) {
        let all = Array(profile.columns.indices)
        let chains = layout?.branches.map { (pipeline.steps(of: $0.name), $0.columns) } ?? []
        for (steps, columns) in chains + (layout == nil ? [(pipeline.mainSteps, all)] : []) {
            for step in steps {
                for column in columns {
                    if let reason = obstacle(of: step.estimator, to: profile.columns[column].kind) {
                        throw .stepReadsAllCells(step: step.name, column: names[column], reason: reason)
                    }
                }
                // The outputs of encoders are numbers, which have other columns.
                guard let transformer = step.estimator as? any Transformer,
                    transformer.output(of: .columns).contains(.otherKinds)
                else { break }
            }
        }
        for step in ChunkedChains(pipeline, layout, profile).chains.flatMap(\.steps)
        where step.summary == nil && !(step.step.estimator is LogisticRegression) {
            throw .stepReadsMissingCells(step: step.step.name)
        }
    }

    /// Returns why a step cannot be fitted to chunks of a column of a kind; nil if it can, or is not fitted to totals.
    private static func obstacle(of estimator: any Estimator, to kind: ColumnKind) -> String? {
        let content: FeatureContent = kind == .number ? .numbers : .otherKinds
        guard let estimator = estimator as? any TotalsEstimator,
            ChunkedSummaryKind(of: estimator, reading: content)?.type is ColumnTotals.Type
        else { return nil }
        return estimator.obstacle(toTotalsOf: kind)
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
