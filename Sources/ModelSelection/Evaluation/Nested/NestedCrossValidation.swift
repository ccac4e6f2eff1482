import Learning
import LinearAlgebra
import TaskGraph

/// Scores a grid search on rows that it does not see, as scikit-learn's `cross_val_score(GridSearchCV(…))`.
///
/// ```swift
/// let search = GridSearch(pipeline, grid: grid, folds: 3)
/// let nested = try await nestedCrossValidate(search, iris, folds: Folds(5), on: ThreadedScheduler())
/// print(nested.score, nested.folds.map(\.best.parameters))
/// ```
///
/// The best mean of a search is too high an estimate of its score on new rows, because it is the best of several. Here, the
/// training rows of each outer split are searched by inner splits of them, the best candidate is fitted to all of them, and
/// scored on the test rows of the outer split.
///
/// All inner and outer splits are planned as one graph. Tasks that read all rows run once, such as the products of rows for
/// kernels, and so do sums over blocks of rows, if the training sets have few blocks in common: as those of folds
/// without shuffling have. Fits to different rows are not shared. ``SearchOptions/store`` and ``SearchOptions/racing`` are
/// not used.
///
/// - Parameters:
///   - search: The search, whose folds are the inner splits.
///   - data: The rows and their targets.
///   - outer: The splitter for the outer splits; 5 folds by default, stratified for classification.
///   - groups: The group of each row, for splitters that keep groups together.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the runs.
/// - Throws: The errors of ``GridSearch/plan(_:groups:workers:)``; ``SearchError/everyCandidateFailed(count:first:)`` if no
///   candidate has a score on all inner splits of an outer one; with ``SearchOptions/ErrorScore/raise``,
///   ``SearchError/candidateFailed(parameters:failure:)``; the errors of the scheduler; `CancellationError`.
public func nestedCrossValidate(
    _ search: GridSearch, _ data: Dataset, folds outer: (any Splitter)? = nil, groups: Labels? = nil,
    on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
) async throws -> NestedScores {
    var options = search.options
    (options.store, options.racing) = (nil, nil)
    let inner = options.splitter(for: data.target.problem)
    let splitter = NestedSplits(
        outer: SearchOptions(folds: outer).splitter(for: data.target.problem), inner: inner)
    options.folds = splitter
    LargeMemory.limitKept(to: options.memoryBudget / 8)
    defer { LargeMemory.drop() }
    return try await options.withSession(of: scheduler) { [options] session in
        let (plan, nesting) = try await offPool { cancellation in
            let context = PlanningContext { cancellation.isCancelled }
            let plan = try Planner.plan(
                CandidateSpace(search.pipeline, search.grid, in: context), options, data, groups: groups,
                workers: scheduler.workers, in: context)
            return (plan, try splitter.nesting(data.target, groups))
        }
        let readers = PlanReaders(plan, decisive: nil, onEvent)
        var results = PartialResults(plan)
        func run(_ outputs: [TaskID]) async throws {
            let run = try await options.run(
                plan, outputs: outputs, in: session, until: nil, readers: readers)
            results.add(run.result, of: outputs)
        }
        let innerCount = plan.splitCount - nesting.outer.count
        try await run(plan.outputs(of: Array(0..<plan.candidateCount), on: 0..<innerCount))
        let evaluated = results.run(isStopped: false)
        let searched = try await offPool { _ in
            try options.searches(in: plan, evaluated, nesting.inner.map(\.count))
        }
        // The best candidates, each with the outer split on which it is scored.
        let best = try searched.map { try $0.best }
        try await run(
            best.enumerated().flatMap {
                plan.outputs(of: [$1.index], on: innerCount + $0..<innerCount + $0 + 1)
            })
        let decisive = try options.bestScorer(among: plan.scorers).name
        let scored = try ScoredCandidates.candidates(
            of: plan, results.run(isStopped: false), options, decisive)
        return NestedScores(
            folds: best.enumerated().map { number, best in
                let split = innerCount + number
                let own = scored[best.index]
                return NestedScores.Fold(
                    best: best, scores: own.scores.mapValues { $0.splits[split] },
                    error: own.failures.first { $0.split == split }?.message)
            },
            scorers: plan.scorers,
            tasks: (plan.naiveTaskCount(of: innerCount, and: best), results.tasksRun),
            runSeconds: results.wallSeconds, warnings: plan.warnings)
    }
}

/// Scores a search by a strategy on rows that it does not see.
///
/// The training rows of each outer split are searched in turn by inner splits of them, with the same seed. The best
/// candidate is fitted to all of them, and scored on the test rows of the outer split.
///
/// - Parameters:
///   - search: The search, whose folds are the inner splits.
///   - data: The rows and their targets.
///   - outer: The splitter for the outer splits; 5 folds by default, stratified for classification.
///   - groups: The group of each row, for splitters that keep groups together.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the runs.
/// - Throws: The errors of ``AdaptiveSearch/fit(_:groups:on:until:onEvent:)``.
public func nestedCrossValidate(
    _ search: AdaptiveSearch, _ data: Dataset, folds outer: (any Splitter)? = nil, groups: Labels? = nil,
    on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
) async throws -> NestedScores {
    let splitter = SearchOptions(folds: outer).splitter(for: data.target.problem)
    let splits = try await offPool { _ in
        let splits = try splitter.splits(of: data.target, groups: groups)
        try Split.check(splits, rows: data.rowCount, weights: data.weights, of: splitter)
        return splits
    }
    var folds: [NestedScores.Fold] = []
    var (tasks, seconds) = ((naive: 0, run: 0), 0.0)
    var scorers: [Scorer] = []
    for split in splits {
        let scored = try await search.score(
            data.rows(at: split.train), groups: groups?.rows(at: split.train), on: scheduler,
            onEvent: onEvent)
        let best = try scored.best
        var options = search.options
        (options.store, options.racing, options.folds) = (nil, nil, FixedSplits(splits: [split]))
        let last = GridSearch(best.pipeline, options: options)
        let test = try await last.score(
            offPool { _ in try last.plan(data, groups: groups) }, on: scheduler, onEvent: onEvent)
        folds.append(
            NestedScores.Fold(
                best: best, scores: test.candidates[0].scores.mapValues { $0.splits[0] },
                error: test.candidates[0].error))
        tasks = (
            tasks.naive + scored.tasks.naive + test.tasks.naive, tasks.run + scored.tasks.run + test.tasks.run
        )
        seconds += scored.runSeconds + test.runSeconds
        scorers = scored.scorers
    }
    return NestedScores(
        folds: folds, scorers: scorers, tasks: tasks, runSeconds: seconds,
        warnings: splitter.warnings(rows: data.rowCount, target: data.target, groups: groups))
}

extension SearchOptions {
    /// Returns the candidates as a search of each outer training set ranks them.
    ///
    /// - Parameter counts: The number of inner splits of each outer one.
    fileprivate func searches(
        in plan: SearchPlan, _ run: PlanRun, _ counts: [Int]
    ) throws -> [ScoredCandidates] {
        let decisive = try bestScorer(among: plan.scorers).name
        let candidates = try ScoredCandidates.candidates(of: plan, run, self, decisive)
        var start = 0
        return counts.map { count in
            let range = start..<start + count
            start += count
            return ScoredCandidates(
                candidates.map { $0.part(range) }, of: plan, decisive: decisive, rule: choice,
                tasks: (plan.naiveTaskCount, run.result.tasksRun), runSeconds: run.result.wallSeconds,
                isStopped: false)
        }
    }
}

extension CandidateResult {
    /// Returns the result on some of the splits.
    fileprivate func part(_ range: Range<Int>) -> CandidateResult {
        func part(_ scores: SplitScores) -> SplitScores { SplitScores(Array(scores.splits[range])) }
        let failures = failures.filter { range.contains($0.split) }.map {
            SplitFailure(split: $0.split - range.lowerBound, failure: $0.failure)
        }
        return CandidateResult(
            index: index, parameters: parameters, pipeline: pipeline, scores: scores.mapValues(part),
            trainScores: trainScores.mapValues(part), fitSeconds: fitSeconds,
            fitSecondsAlone: fitSecondsAlone,
            scoreSeconds: scoreSeconds, failures: failures,
            error: failures.description(splitCount: range.count), warnings: warnings, scorer: scorer)
    }
}

extension SearchPlan {
    /// Returns the number of tasks without any sharing, of all candidates on some splits, and of each of others on one.
    fileprivate func naiveTaskCount(of splits: Int, and others: [CandidateResult]) -> Int {
        func count(_ space: CandidateSpace, _ splits: Int) -> Int {
            UnsharedTaskCounts.beforeMerging(
                space, sources, splits: splits, scorers: scorers, trainScores: scores.hasTrain
            ).values.reduce(0, +)
        }
        return others.reduce(count(space, splits)) { sum, other in
            sum + ((try? CandidateSpace(other.pipeline, ParameterGrid())).map { count($0, 1) } ?? 0)
        }
    }
}
