import Learning
import Machine

extension SearchOptions {
    /// Throws ``SearchError/tooLarge(candidates:splits:gigabytes:available:)`` if a plan would exceed the available
    /// memory.
    ///
    /// Each split stores the indices of its rows in several orders, and each score of a candidate requires a few tasks.
    func requireRoom(candidates: Int, splits: Int, rows: Int, scorers: Int) throws {
        let ofSplits = Double(splits) * (24 * Double(rows) + 2000)
        let scores = Double(candidates) * Double(splits) * Double(scorers * (trainScores ? 2 : 1))
        let bytes = ofSplits + 150 * scores
        let available = 0.8 * Double(MachineResources.addressableMemory)
        guard bytes > available else { return }
        throw SearchError.tooLarge(
            candidates: candidates, splits: splits, gigabytes: Int(min(1e15, bytes / 1e9)),
            available: Int(available / 1e9))
    }

    /// Checks everything that can be checked before the run, and returns the kinds of predictions to request.
    ///
    /// - Throws: ``SearchError``, `LearningError`.
    func check(_ space: CandidateSpace, _ data: Dataset) throws -> PredictionRequests {
        let (x, target) = (data.features, data.target)
        guard x.rows > 0, x.columns > 0 else { throw LearningError.noData(rows: x.rows, columns: x.columns) }
        if let (row, column, value) = x.firstInfinite {
            throw SearchError.notFinite(row: row, column: data.featureNames[column], value: value)
        }
        if case .values(let values) = target, let row = values.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.targetNotFinite(row: row, value: values[row])
        }
        let scorers = scorers(for: target.problem)
        for scorer in scorers { try scorer.requireKnown() }
        _ = try bestScorer(among: scorers)
        for scorer in scorers where scorer.problem != target.problem {
            throw SearchError.scorerOfOtherProblem(name: scorer.name, problem: target.problem)
        }
        for (one, index) in zip(scorers, scorers.indices) where scorers[..<index].contains(one) {
            throw SearchError.scoredTwice(name: one.name)
        }
        for scorer in scorers where scorer.hasTakenName {
            throw SearchError.scorerNameTaken(name: scorer.name)
        }
        if data.weights != nil, let scorer = scorers.first(where: \.ignoresWeights) {
            throw SearchError.scorerIgnoresWeights(name: scorer.name)
        }
        var kinds: PredictionKinds = []
        for variants in space.alternatives.compactMap(\.variants.last) {
            for (number, origin) in variants.origins.enumerated() {
                let type = type(of: origin)
                let task = Pipeline(origin).problem
                guard task == target.problem else {
                    guard task != nil else { throw SearchError.lastStepTransforms(step: type.kind) }
                    throw LearningError.wrongTarget(step: type.kind, expected: task ?? target.problem)
                }
                guard data.weights == nil || type.usesWeights else {
                    throw LearningError.weightsNotUsed(step: type.kind)
                }
                let perOrigin = variants.count / variants.origins.count
                let own = variants.estimators[number * perOrigin..<(number + 1) * perOrigin]
                for scorer in scorers { kinds.formUnion(try Self.kinds(for: scorer, of: own)) }
            }
        }
        return PredictionRequests(scorers: scorers, known: kinds, others: predictions ?? [])
    }

    /// Returns the kinds of predictions that the variants of an estimator make for a scorer.
    ///
    /// Variants that do not predict them fail separately.
    ///
    /// - Throws: ``SearchError/scorerRefused(name:step:reason:)`` if no variant predicts what the scorer requires.
    private static func kinds(
        for scorer: Scorer, of variants: ArraySlice<any Estimator>
    ) throws -> PredictionKinds {
        var (kinds, seen): (PredictionKinds, Set<PredictionKinds>) = ([], [])
        var refusal: (any Error)?
        for estimator in variants where seen.insert(estimator.predictionKinds).inserted {
            do {
                kinds.formUnion(try estimator.predictionKind(for: scorer))
            } catch LearningError.undefinedMetric(let name, let reason) {
                refusal = SearchError.scorerRefused(
                    name: name, step: type(of: estimator).kind, reason: reason)
            }
        }
        if kinds.isEmpty, let refusal { throw refusal }
        return kinds
    }

    /// Throws if no candidate can be fitted because of one step.
    ///
    /// A step passes if some of its variants can be fitted; the candidates with other variants fail separately.
    func checkFits(
        _ space: CandidateSpace, _ data: Dataset, _ sources: FeatureSources, _ splits: [Split]
    ) throws {
        let origins = StepOrigins(space.pipeline, sources.layout)
        let rows = splits.map(\.train.count).max() ?? 0
        let labels: Labels? = if case .labels(let labels) = data.target { labels } else { nil }
        try space.alternatives.requireOne { grid in
            // The number of columns after each step; nil if it is unknown.
            var counts: [Int: Int] = [:]
            for step in origins.activeSteps {
                let variants = grid.variants[step]
                let columns: Int? =
                    switch origins.ofStep[step] {
                    case .source(let source): sources.sources[source].features.columns
                    case .step(let previous): counts[previous]
                    case .join, nil: nil
                    }
                let kinds: [ColumnKind]? =
                    if case .source(let source) = origins.ofStep[step] {
                        sources.sources[source].features.kinds
                    } else { nil }
                let shape = FitShape(
                    rows: rows, columns: columns, labels: labels, kinds: kinds,
                    hasWeights: data.weights != nil)
                try variants.estimators.requireOne { try $0.validate(for: shape) }
                let keepsColumns = variants.origins.allSatisfy {
                    (type(of: $0) as? any Transformer.Type)?.keepsColumns ?? false
                }
                if keepsColumns, let columns { counts[step] = columns }
            }
        }
    }
}

extension SearchOptions {
    /// Throws if a step does not accept its input in any candidate, such as categories or missing cells.
    func checkContent(
        _ space: CandidateSpace, _ profile: FeatureProfile, names: [String], _ layout: ColumnLayout?
    ) throws {
        try space.alternatives.requireOne { grid in
            let steps = zip(space.pipeline.steps, grid.variants).map { ($0, $1.origins) }
            var failure: Pipeline.Refusal?
            var combinations = [[any Estimator]]([[]])
            for (_, origins) in steps {
                combinations = combinations.flatMap { some in origins.map { some + [$0] } }
                // Steps that are swapped in are few; the first combinations represent many.
                if combinations.count > 64 { combinations.removeLast(combinations.count - 64) }
            }
            for estimators in combinations {
                let pipeline = space.pipeline.replacing(with: estimators)
                guard let refusal = pipeline.refusal(of: profile, layout: layout) else { return }
                failure = failure ?? refusal
            }
            if let failure {
                throw LearningError.refusal(failure, profile, names: names)
            }
        }
    }
}

extension Array {
    /// Throws the error of `check` for the first element, unless one element passes.
    fileprivate func requireOne(_ check: (Element) throws -> Void) throws {
        var failure: (any Error)?
        for element in self {
            do { return try check(element) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
