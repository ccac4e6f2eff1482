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
        var fits = ChunkedFits(rows, in: session, onEvent: onEvent)
        do {
            try await fits.summarise(pipelines)
        } catch let failure as TaskFailure {
            throw failure.error ?? failure
        }
        let fitted = try await fits.fit(
            pipelines.flatMap { pipeline in
                (0..<splits).map { ChunkedFit(pipeline: pipeline, rows: .others(than: $0)) }
            })
        try Self.requireRows(fitted)
        let fitSeconds = fits.runs.taskSeconds
        var marks = ChunkedMarks(candidates: space.count, splits: splits, scorers: scorers)
        for isTrain in search.options.trainScores ? [false, true] : [false] {
            var places: [Int] = []
            var requested: [ChunkedScores.Request] = []
            for (index, outcome) in fitted.enumerated() {
                switch outcome {
                case .failure(let failure): marks.fail(index, failure, isTrain: isTrain)
                case .success(let models):
                    guard let last = pipelines[index / splits].last else { continue }
                    places.append(index)
                    requested.append(
                        .init(
                            models: models,
                            rows: isTrain ? .others(than: index % splits) : .fold(index % splits),
                            kinds: requests.kinds(of: last.estimator)))
                }
            }
            let summaries = try await ChunkedScores.summaries(of: requested, rows, by: &fits.runs)
            try Self.requireRows(summaries)
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
                    .flatMap { (try? $0.get()) ?? [] }.flatMap(\.model.warnings),
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
            rowCounts: SplitRowCounts(train: rows.x.rows * (splits - 1), test: rows.x.rows),
            splitCount: splits, tasks: (fits.runs.requestedTasks, fits.runs.tasks),
            runSeconds: (clock.now - start).seconds,
            warnings: splitter.warnings(rows: rows.x.rows, target: target, groups: nil))
    }

    /// Throws the error of rows that cannot be read, which no candidate is to blame for.
    private static func requireRows<Value>(_ outcomes: [Result<Value, TaskFailure>]) throws {
        for case .failure(let failure) in outcomes where failure.isOfRows { throw failure.error ?? failure }
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
        let fitted = try await fits.fit([ChunkedFit(pipeline: best.pipeline, rows: .all)])
        self.fits = fits
        switch fitted[0] {
        case .failure(let failure):
            throw SearchError.refitFailed(parameters: "\(best.parameters)", failure: failure)
        case .success(let models):
            let model = FittedPipeline(
                best.pipeline, fitted: models, classes: data.target.names, featureNames: data.featureNames,
                targetName: data.targetName)
            return SearchResults(
                scored, best: best, refitted: model, refitSeconds: (clock.now - start).seconds)
        }
    }
}
