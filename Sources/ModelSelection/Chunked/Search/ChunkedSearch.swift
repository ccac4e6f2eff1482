import ChunkedData
import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// A grid search over rows in chunks, in a session.
///
/// Everything that can be refused is refused before the first pass: steps, scorers, folds and options that need all rows.
package struct ChunkedSearch {
    private let search: GridSearch
    private let data: ChunkedDataset
    private let space: CandidateSpace
    private let scorers: [Scorer]
    private let session: any Session
    private let onEvent: SearchEvent.Handler?
    private let splitter: any FoldSplitter
    private let requests: PredictionRequests

    /// The columns of the branches of columns; nil if there are none.
    private let layout: ColumnLayout?

    /// The fits of the candidates, whose summaries the refit reads; nil before they are scored.
    private var fits: ChunkedFits?

    /// Checks a search.
    ///
    /// - Throws: ``ChunkedFitError``, ``SearchError``, `LearningError`.
    package init(
        _ search: GridSearch, _ data: ChunkedDataset, in session: any Session,
        onEvent: SearchEvent.Handler? = nil
    ) throws {
        (self.search, self.data, self.session, self.onEvent) = (search, data, session, onEvent)
        let (options, problem) = (search.options, data.target.problem)
        (space, splitter) = try Self.checked(search, for: problem)
        scorers = options.scorers(for: problem)
        // The other checks depend on the columns and the classes only, so that one row represents all.
        let target: Target =
            switch data.target {
            case .values: .values([0])
            case .classes(_, let names): .labels(Labels(classes: names, codes: names.isEmpty ? [] : [0]))
            }
        let one = try Dataset(
            features: Matrix(rows: target.count, columns: data.features.columns),
            featureNames: data.featureNames, target: target)
        requests = try options.check(space, one)
        let (names, profile) = (data.featureNames, data.features.profile)
        layout = try space.pipeline.columns.map { try $0.layout(names: names, profile) }
        try options.checkContent(space, profile, names: names, layout)
        for index in 0..<space.count {
            try ChunkedChecks.check(space.pipeline(of: index), layout, profile, names: names)
        }
    }

    /// Throws the errors of a search that do not depend on the data.
    ///
    /// - Throws: ``ChunkedFitError``, ``SearchError``, `LearningError`.
    package static func check(_ search: GridSearch, for problem: Problem) throws {
        _ = try checked(search, for: problem)
    }

    /// Whether a search passes over the rows many times, because a candidate ends with an iterative step.
    package static func passesOften(_ search: GridSearch) throws -> Bool {
        try CandidateSpace(search.pipeline, search.grid).alternatives.contains { grid in
            grid.variants.last?.origins.contains { $0 is LogisticRegression } ?? false
        }
    }

    private static func checked(
        _ search: GridSearch, for problem: Problem
    ) throws -> (space: CandidateSpace, splitter: any FoldSplitter) {
        let options = search.options
        if options.racing != nil { throw ChunkedFitError.optionNotSupported(option: "a race") }
        if options.store != nil { throw ChunkedFitError.optionNotSupported(option: "a study") }
        let space = try CandidateSpace(search.pipeline, search.grid)
        try ChunkedChecks.check(space)
        try ChunkedChecks.check(options.scorers(for: problem))
        let splitter = options.splitter(for: problem)
        guard let folds = splitter as? any FoldSplitter else {
            throw ChunkedFitError.splitterHasNoFolds(splitter: "\(splitter)")
        }
        return (space, folds)
    }

    // MARK: - Scores

    /// Fits and scores all candidates.
    ///
    /// - Returns: The candidates, even if all of them failed.
    /// - Throws: ``ModelSelectionError`` if the rows cannot be split; with ``SearchOptions/ErrorScore/raise``,
    ///   ``SearchError/candidateFailed(parameters:failure:)``; errors of the scheduler; `CancellationError`.
    package mutating func score() async throws -> ScoredCandidates {
        let clock = ContinuousClock()
        let start = clock.now
        let rows = try await ChunkedRows(data.features, data.target, splitter: splitter, in: session)
        let splits = rows.folds?.count ?? 0
        let pipelines = (0..<space.count).map { space.pipeline(of: $0) }
        var fits = ChunkedFits(
            rows, in: session, holding: search.options.memoryBudget / 4, onEvent: onEvent)
        let fitted: [ChunkedProgress]
        do {
            fitted = try await fits.fit(
                pipelines.flatMap { pipeline in
                    let chains = ChunkedChains(pipeline, layout, data.features.profile)
                    return (0..<splits).map { ChunkedFit(chains: chains, rows: .others(than: $0)) }
                })
        } catch let failure as TaskFailure {
            throw failure.error ?? failure
        }
        try Self.requireRows(fitted.lazy.compactMap(\.failure))
        let fitSeconds = fits.runs.taskSeconds
        var marks = ChunkedMarks(candidates: space.count, splits: splits, scorers: scorers)
        for isTrain in search.options.trainScores ? [false, true] : [false] {
            var places: [Int] = []
            var requested: [ChunkedScores.Request] = []
            for (index, fit) in fitted.enumerated() {
                if let failure = fit.failure {
                    marks.fail(index, failure, isTrain: isTrain)
                    continue
                }
                guard let last = fit.all.last, let step = fit.chains.steps.last else { continue }
                places.append(index)
                requested.append(
                    .init(
                        path: fit.path(of: fit.chains.branchCount), last: last,
                        rows: isTrain ? .others(than: index % splits) : .fold(index % splits),
                        kinds: requests.kinds(of: step.estimator)))
            }
            let summaries = try await ChunkedScores.summaries(of: requested, rows, by: &fits.runs)
            try Self.requireRows(
                summaries.lazy.compactMap { if case .failure(let failure) = $0 { failure } else { nil } })
            for (place, summary) in zip(places, summaries) {
                marks.add(place, summary, classes: rows.names, isTrain: isTrain)
            }
        }
        self.fits = fits
        let share = Double(max(1, space.count * splits))
        let decisive = try search.options.bestScorer(among: scorers).name
        let candidates = (0..<space.count).map { index in
            marks.result(
                of: index, space.parameters(of: index), pipelines[index], decisive: decisive,
                warnings: fitted[index * splits..<(index + 1) * splits].lazy
                    .flatMap(\.all).flatMap(\.model.warnings),
                fitSeconds: fitSeconds / share, scoreSeconds: (fits.runs.taskSeconds - fitSeconds) / share)
        }
        if search.errorScore == .raise, let failed = candidates.first(where: { !$0.failures.isEmpty }) {
            throw SearchError.candidateFailed(
                parameters: "\(failed.parameters)", failure: failed.failures[0].failure)
        }
        if let onEvent {
            for candidate in candidates where !candidate.score.isNaN {
                onEvent(
                    .scored(
                        CandidateScore(
                            candidate: candidate.index, parameters: candidate.parameters,
                            scores: candidate.scores, score: candidate.score)))
            }
        }
        let target = rows.labels.map { Target.labels($0) } ?? .values([])
        return ScoredCandidates(
            chunked: candidates, by: scorers, decisive: decisive, rule: search.choice,
            rowCounts: SplitRowCounts(train: rows.rowCount * (splits - 1), test: rows.rowCount),
            splitCount: splits, tasks: (fits.runs.requestedTasks, fits.runs.tasks),
            runSeconds: (clock.now - start).seconds,
            warnings: splitter.warnings(rows: rows.rowCount, target: target, groups: nil))
    }

    /// Throws the error of rows that cannot be read, which no candidate is to blame for.
    private static func requireRows(_ failures: some Sequence<TaskFailure>) throws {
        for failure in failures where failure.isOfRows { throw failure.error ?? failure }
    }

    // MARK: - Refit

    /// Selects the best candidate and fits its pipeline to all rows, unless ``SearchOptions/refit`` is
    /// ``SearchOptions/Refit/none``.
    ///
    /// - Parameter scored: The result of ``score()``.
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)``, ``SearchError/refitFailed(parameters:failure:)``; errors
    ///   of the scheduler; `CancellationError`.
    package mutating func fitBest(of scored: ScoredCandidates) async throws -> SearchResults {
        let best = try scored.best
        guard search.refit != .none, var fits else {
            return SearchResults(scored, best: best, refitted: nil, refitSeconds: 0)
        }
        let clock = ContinuousClock()
        let start = clock.now
        onEvent?(.refitting(best))
        let chains = ChunkedChains(best.pipeline, layout, data.features.profile)
        let fitted = try await fits.fit([ChunkedFit(chains: chains, rows: .all)])[0]
        self.fits = fits
        if let failure = fitted.failure {
            throw SearchError.refitFailed(parameters: "\(best.parameters)", failure: failure)
        }
        return SearchResults(
            scored, best: best, refitted: FittedPipeline(best.pipeline, fitted: fitted, layout, data),
            refitSeconds: (clock.now - start).seconds)
    }
}
